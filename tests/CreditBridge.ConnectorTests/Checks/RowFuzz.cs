using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.ConnectorTests.Mapping;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;
using CreditBridge.Mapping.Sources;
using CreditBridge.TestKit.Connectors;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Checks;

/// <summary>Whatever stands in the rows, a check and a read end: every row is a record, a rejection with its reason, or left out, and the same rows give the same answer.</summary>
public sealed class RowFuzz
{
    private const string Mapping = """
        connector: Plain
        system: erp
        time_zone: Europe/Berlin
        records:
          customers:
            read: {}
            fields: {company: A, number: B, name: C, country: D, currency: E, limit: {column: F, zero: none, null: not_set, unlimited: [999999999]}, hold: {column: G, yes: [Y], no: [N, ""]}, customer_since: H, parent_number: I, balance: F, attributes: {X: J}}
          open_items:
            read: {}
            sign: customer_owes_positive
            credit_notes: negative
            fields: {company: A, customer: B, document: C, type: {column: D, values: {INV: invoice, CN: credit_note}, skip: ["0"]}, issued: H, due: I, currency: E, open_amount: F, amount: G, promised: J}
          paid_items:
            read: {}
            sign: customer_owes_negative
            fields: {company: A, customer: B, document: C, type: {value: invoice}, issued: H, due: I, paid: J, currency: E, amount: F}
          rates:
            read: {}
            fields: {from: A, to: B, rate: F, date: H}
          orders:
            read: {}
            amounts: ordered
            fields: {company: A, customer: B, order: C, ordered: H, progress: {value: open}, currency: E, amount: F, done_amount: G}
          bureau_reports:
            read: {}
            fields: {account: A, provider: B, reported: H, score: {column: F, no_opinion: ["0"]}, codes: C}
          statements:
            read: {}
            unit: 1000000
            fields: {account: A, period_end: H, currency: E, turnover: F, total_assets: G, equity: J}
          securities:
            read: {}
            fields: {company: A, customer: B, security: C, type: {value: guarantee}, amount: F, currency: E, cover_percent: G, expires: H}
          signals:
            read: {}
            fields: {account: A, type: C, severity: {value: warning}, observed: H, text: D}
          overrides:
            read: {}
            fields: {override: A, account: B, effect: {value: hold}, granted_by: C, reason: D, valid_from: H, ends_when: I}
        """;

    private static readonly string[] Columns = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
    private static readonly ConnectionContext Context = new("fuzz", new ManualClock(new DateTimeOffset(2025, 6, 30, 0, 0, 0, TimeSpan.Zero)));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Check_OfRandomRows_EndsAndSaysTheSameAgain(int seed)
    {
        var first = await CheckAsync(seed);
        first.ShouldAllBe(f => f.Subject.Length > 0 && f.Message.Length > 0);
        first.Where(f => f.Table is not null).ShouldAllBe(f => f.Table!.Rows.All(r => r.Count == f.Table.Columns.Count));
        (await CheckAsync(seed)).Select(f => $"{f.Subject} {f.Status} {f.Message}").ShouldBe(first.Select(f => $"{f.Subject} {f.Status} {f.Message}"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Read_OfRandomRows_AccountsForEachRow(int seed)
    {
        foreach (var mapped in File().Kinds)
        {
            await mapped.Kind.Accept(new Reading(seed, isChanges: false));
            await mapped.Kind.Accept(new Reading(seed, isChanges: true));
        }
    }

    private static MappingFile<bool> File()
    {
        var problems = new List<MappingProblem>();
        var file = MappingFile<bool>.Parse(new PlainDialect(), "m.yaml", Mapping, problems);
        problems.ShouldBeEmpty();
        return file!;
    }

    private static async Task<List<CheckFinding>> CheckAsync(int seed)
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in MappingCheck.OfKindsAsync(File(), new RandomReader(seed), Context, CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    private sealed class Reading(int seed, bool isChanges) : IKindVisitor<Task>
    {
        public async Task Visit<T>(MappedKind<T> kind)
            where T : SourceRecord
        {
            var reader = new RandomReader(seed);
            var source = new MappedSource<T, bool>(kind, _ => Task.FromResult(File()), _ => new ReadPlan(isChanges, null, null, 50), reader, 50, Context.Clock);
            var engine = new MiniEngine();
            var seen = 0;
            try
            {
                await foreach (var page in source.ReadPagesAsync(null, CancellationToken.None))
                {
                    page.Rejected.ShouldAllBe(r => r.Where.Length > 0 && r.Reason.Length > 0 && (r.Raw == null || r.Raw.Length <= 2000));
                    seen += page.Changes.Count + page.Rejected.Count;
                    engine.Store(page);
                }
            }
            catch (ConnectorException e)
            {
                e.Failure.Message.ShouldNotBeNullOrWhiteSpace();
            }

            seen.ShouldBeLessThanOrEqualTo(reader.Given);
            engine.Records.ShouldAllBe(r => r.Key == r.Value.Key && r.Key.Length < 1000);
        }
    }

    private sealed class RandomReader(int seed) : IRowReader<bool>
    {
        public int Given { get; private set; }

        public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<bool> query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var random = new RandomRows(seed);
            for (var page = 1; page <= 4; page++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (random.Next(40) == 0)
                    throw new ConnectorException(new Failure(FailureKind.Fatal, "The system went away.", "Wait."));
                List<SourceRow> rows = [.. random.Take(50, Columns)];
                Given += rows.Count + 1;
                yield return new RowPage(rows, $"{page}") { Malformed = page == 2 ? [new RejectedRecord("rows:99", "No row at all.")] : [] };
            }
        }
    }
}
