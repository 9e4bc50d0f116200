using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;
using CreditBridge.Mapping.Sources;
using CreditBridge.TestKit.Connectors;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Mapping;

public sealed class MappedSourceTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly MiniEngine _engine = new();
    private readonly TableReader _table = new();

    [Fact]
    public async Task Listing_ThatWasInterrupted_GoesOnAndThenLooksOnceMoreAtWhatItPassed()
    {
        _table.Put("A", "B", "C", "D");
        await ReadAsync("set: full", stopAfter: 2);
        _table.Names["A"] = "changed";
        await ReadAsync("set: full");
        _table.Starts.ShouldBe([null, "B", null]);
        Name("A").ShouldBe("changed");
        _engine.Records.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Listing_ThatFails_RemovesNothing()
    {
        _table.Put("A", "B", "C");
        await ReadAsync("set: full");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _table.Names.Remove("C");
        _table.FailsBehind = "B";
        await Should.ThrowAsync<ConnectorException>(() => ReadAsync("set: full"));
        _engine.Records.Count.ShouldBe(3);
        _table.FailsBehind = null;
        await ReadAsync("set: full");
        _engine.Records.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Read_BeforeItsTime_AsksNothing()
    {
        _table.Put("A");
        await ReadAsync("set: full, every: 1h");
        _clock.Advance(TimeSpan.FromMinutes(59));
        (await ReadAsync("set: full, every: 1h")).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await ReadAsync("set: full, every: 1h")).ShouldNotBeEmpty();
        _table.Starts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Changes_AreComparedWithEverythingOnceInAWhile()
    {
        _table.Put("A", "B");
        await ReadAsync("set: changes, full_every: 1d");
        _table.Names.Remove("B");
        await ReadAsync("set: changes, full_every: 1d");
        _engine.Records.Count.ShouldBe(2);
        _clock.Advance(TimeSpan.FromDays(1));
        await ReadAsync("set: changes, full_every: 1d");
        _engine.Records.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Changes_ReadForTheFirstTimeWithAnotherMapping_LeaveNothingOfTheOldOne()
    {
        _table.Put("A", "B");
        await ReadAsync("set: changes, max_removed_percent: 100");
        await ReadAsync("set: changes, max_removed_percent: 100", system: "other");
        _engine.Records.Keys.ShouldBe(["other:1/A", "other:1/B"]);
    }

    [Fact]
    public async Task Changes_InterruptedInTheFirstRead_StillEndAsAListing()
    {
        _table.Put("A", "B", "C");
        var pages = await ReadAsync("set: changes", stopAfter: 1);
        pages.AddRange(await ReadAsync("set: changes"));
        pages.Select(p => p.FullSet!.Id).Distinct().ShouldHaveSingleItem();
        pages.Count(p => p.FullSet!.IsLast).ShouldBe(1);
        (await ReadAsync("set: changes")).ShouldAllBe(p => p.FullSet == null);
    }

    private string Name(string number) => ((ErpCustomerRecord)_engine.Records[$"erp:1/{number}"]).Name;

    private async Task<List<SourcePage>> ReadAsync(string read, int stopAfter = int.MaxValue, string system = "erp")
    {
        var text = $$"""
            connector: Table
            system: {{system}}
            records:
              customers:
                read: { {{read}} }
                fields: {company: {value: "1"}, number: number, name: name}
            """;
        var problems = new List<MappingProblem>();
        var mapping = MappingFile<ReadPlan>.Parse(new TableDialect(), "table.yaml", text, problems)!;
        problems.ShouldBeEmpty();
        var source = new MappedSource<ErpCustomerRecord, ReadPlan>(MappedKinds.Customers, _ => Task.FromResult(mapping), plan => plan, _table, 1, _clock);
        var pages = new List<SourcePage>();
        await foreach (var page in source.ReadPagesAsync(_engine.Checkpoint, default))
        {
            _engine.Store(page);
            pages.Add(page);
            if (pages.Count == stopAfter)
                break;
        }

        return pages;
    }

    private sealed class TableDialect : MappingDialect<ReadPlan>
    {
        public override string Connector => "Table";

        public override ReadPlan ReadKind(MappingSection read, MappedKind kind) => ReadPlan.Read(read);
    }

    /// <summary>Rows by number; changes are all rows behind a position.</summary>
    private sealed class TableReader : IRowReader<ReadPlan>
    {
        private static readonly ColumnNames Columns = new(["number", "name"]);

        public SortedDictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

        public List<string?> Starts { get; } = [];

        public string? FailsBehind { get; set; }

        public void Put(params string[] numbers)
        {
            foreach (var number in numbers)
                Names[number] = "new";
        }

        public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<ReadPlan> query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            Starts.Add(query.Position);
            foreach (var (number, name) in Names.Where(n => string.CompareOrdinal(n.Key, query.Position) > 0).ToList())
            {
                yield return new RowPage([new SourceRow(Columns, [number, name], "table", 1)], number);
                if (number == FailsBehind)
                    throw new ConnectorException(new Failure(FailureKind.Transient, "The line is down.", "Wait."));
            }
        }
    }
}
