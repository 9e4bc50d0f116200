using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.ConnectorTests.Mapping;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Rows;
using CreditBridge.Mapping.Sources;
using CreditBridge.TestKit.Time;
using Shouldly;

namespace CreditBridge.ConnectorTests.Checks;

/// <summary>A small ledger in which nothing is wrong, behind a mapping; a test spoils one thing and looks at what the check says.</summary>
internal sealed class LedgerUnderCheck : IRowReader<bool>
{
    public const string MappingText = """
        connector: Plain
        system: erp
        records:
          customers:
            read: {}
            fields:
              company: CO
              number: NO
              name: NAME
              currency: CUR
              limit: {column: LIMIT, zero: none, null: not_set, unlimited: [999999999]}
              hold: {column: HOLD, yes: [Y], no: [N, ""]}
              terms: {column: TERMS, values: {N30: Net 30, PRE: Prepaid}}
              balance: BALANCE
          open_items:
            read: {}
            sign: customer_owes_positive
            credit_notes: negative
            fields:
              company: CO
              customer: CUST
              document: DOC
              type: {column: TYPE, values: {INV: invoice, CN: credit_note}}
              issued: ISSUED
              due: DUE
              currency: CUR
              amount: AMOUNT
              open_amount: OPEN
          rates:
            read: {}
            fields: {from: FROM, to: TO, rate: RATE, date: DAY}
        """;

    public static readonly DateOnly Today = new(2025, 6, 30);

    public LedgerUnderCheck()
    {
        for (var number = 1; number <= 60; number++)
        {
            var company = number % 2 == 0 ? "1000" : "2000";
            Customers.Add(new Dictionary<string, object?>
            {
                ["CO"] = company, ["NO"] = $"C{number:000}", ["NAME"] = $"Customer {number}", ["CUR"] = "EUR",
                ["LIMIT"] = number % 7 == 0 ? "0" : number % 11 == 0 ? null : number % 13 == 0 ? "999999999" : $"{number * 1000}",
                ["HOLD"] = number % 10 == 0 ? "Y" : "N", ["TERMS"] = number % 9 == 0 ? "PRE" : "N30", ["BALANCE"] = number == 1 ? 0m : number * 100.50m - 10m,
            });
            if (number == 1)
                continue;
            Items.Add(Item(company, number, $"I{number}", "INV", Today.AddDays(-number), number * 100.50m));
            Items.Add(Item(company, number, $"K{number}", "CN", Today.AddDays(-2 * number), -10m));
        }

        Rates.Add(new Dictionary<string, object?> { ["FROM"] = "USD", ["TO"] = "EUR", ["RATE"] = 0.9m, ["DAY"] = Today });
    }

    public List<Dictionary<string, object?>> Customers { get; } = [];

    public List<Dictionary<string, object?>> Items { get; } = [];

    public List<Dictionary<string, object?>> Rates { get; } = [];

    public ConnectionContext Context { get; set; } = new("erp", new ManualClock(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero)));

    public static Dictionary<string, object?> Item(string company, int customer, string document, string type, DateOnly issued, decimal open) => new()
    {
        ["CO"] = company, ["CUST"] = $"C{customer:000}", ["DOC"] = document, ["TYPE"] = type, ["CUR"] = "EUR",
        ["ISSUED"] = issued.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["DUE"] = issued.AddDays(30), ["AMOUNT"] = open, ["OPEN"] = open,
    };

    public async Task<List<CheckFinding>> CheckAsync(string mapping = MappingText)
    {
        var problems = new List<MappingProblem>();
        var file = MappingFile<bool>.Parse(new PlainDialect(), "m.yaml", mapping, problems);
        problems.ShouldBeEmpty();
        var findings = new List<CheckFinding>();
        await foreach (var finding in MappingCheck.OfKindsAsync(file!, this, Context, CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<bool> query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var rows = query.Kind.Kind.Name switch { "customers" => Customers, "open_items" => Items, _ => Rates };
        var line = 1;
        foreach (var page in rows.Chunk(query.PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RowPage([.. page.Select(r => new SourceRow(new ColumnNames([.. r.Keys]), [.. r.Values.Select(SourceValue.From)], query.Kind.Kind.Name, line++))], null);
        }
    }
}
