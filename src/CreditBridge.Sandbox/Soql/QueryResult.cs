using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Soql;

/// <summary>The result of a query before it is cut into pages; record <c>i</c> is rendered when its page is asked for.</summary>
internal sealed record QueryResult(string ObjectName, int TotalSize, int Count, Func<int, JsonObject> Render);
