using System.Text.Json.Nodes;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.UnitTests.Sandbox;

/// <summary>An org without a server.</summary>
internal sealed class TestOrg
{
    public TestOrg(Func<SandboxServerOptions, SandboxServerOptions>? configure = null)
    {
        var options = new SandboxServerOptions { Clock = Clock };
        Faults = new SandboxFaults(Clock);
        Org = new SandboxOrg(configure?.Invoke(options) ?? options, Faults);
    }

    public SandboxClock Clock { get; } = new();

    public SandboxFaults Faults { get; }

    public SandboxOrg Org { get; }

    public string Account(string name, params (string Field, object? Value)[] more) => Org.Create("Account", [("Name", name), .. more]);

    /// <summary>An open deal; the values given replace the usual ones.</summary>
    public string Opportunity(string name, string? accountId = null, params (string Field, object? Value)[] more)
    {
        var values = new Dictionary<string, object?>
        {
            ["Name"] = name, ["AccountId"] = accountId, ["StageName"] = "Prospecting", ["CloseDate"] = new DateOnly(2026, 6, 30),
        };
        foreach (var (field, value) in more) values[field] = value;
        return Org.Seed("Opportunity", [values])[0];
    }

    /// <summary>The names that a query selects, in order.</summary>
    public IReadOnlyList<string> Names(string soql) => [.. Org.Query(soql).Select(record => record.Text("Name")!)];

    /// <summary>The records of a query as JSON, as the administrator sees them.</summary>
    public JsonArray Json(string soql)
    {
        var result = new QueryPlan(SoqlParser.Parse(soql), soql, Org.ContextOf(Org.Users.Administrator) with { Version = "67.0" }).Run();
        return new JsonArray([.. Enumerable.Range(0, result.Count).Select(index => (JsonNode)result.Render(index))]);
    }

    public int TotalSize(string soql) => new QueryPlan(SoqlParser.Parse(soql), soql, Org.ContextOf(Org.Users.Administrator)).Run().TotalSize;
}
