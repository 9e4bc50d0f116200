using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Rest;

/// <summary>A result of which some pages were given.</summary>
internal sealed record QueryCursor(string Id, QueryResult Result, int BatchSize, string Version, DateTimeOffset Expires)
{
    public string Url(int from) => $"/services/data/v{Version}/query/{Id}-{from}";
}

/// <summary>The query results that are kept for their next pages: until they expire, and the oldest go first when there are too many.</summary>
internal sealed class CursorStore(SandboxOrg org)
{
    private const int MaxCursors = 500;
    private readonly Dictionary<string, QueryCursor> cursors = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();
    private long sequence;

    /// <summary>Keeps a result and gives the url of its rows from <paramref name="from"/> on.</summary>
    public string Keep(QueryResult result, int batchSize, string version, int from)
    {
        var cursor = new QueryCursor(SalesforceId.Create("01g", ++sequence), result, batchSize, version, org.Now + org.Options.CursorLifetime);
        cursors.Add(cursor.Id, cursor);
        oldest.Enqueue(cursor.Id);
        while (oldest.Count > MaxCursors) cursors.Remove(oldest.Dequeue());
        return cursor.Url(from);
    }

    /// <summary>The cursor of a locator such as <c>01g…-2000</c>, and where the page starts.</summary>
    public (QueryCursor Cursor, int From)? Find(string locator)
    {
        var parts = locator.Split('-');
        if (!cursors.TryGetValue(parts[0], out var cursor)) return null;
        if (org.Now >= cursor.Expires || (parts.Length > 1 && !int.TryParse(parts[1], out _))) return null;
        var from = parts.Length > 1 ? int.Parse(parts[1]) : 0;
        return from >= 0 && from <= cursor.Result.Count ? (cursor, from) : null;
    }

    public void Forget(string locator) => cursors.Remove(locator.Split('-')[0]);
}
