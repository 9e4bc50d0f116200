using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Runs;
using CreditBridge.UnitTests.Salesforce;
using CreditBridge.Worker.Hosting.Reports;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Hosting.Reports;

public sealed class CycleLogTests
{
    private readonly StoppedClock _clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly Lines _lines = new();
    private readonly CycleLog _log;

    public CycleLogTests() => _log = new CycleLog(_lines, _clock);

    [Fact]
    public void Cycle_ThatWrote_SaysCallsRecordsAndCallsPerThousandAndWhatTheOrgHasUsed()
    {
        Write(Cycles.Of(readCalls: 2, dispatch: new DispatchReport { Delivered = 1_234, Calls = 2 }));

        _lines.Said.ShouldHaveSingleItem().ShouldContain("4 counted calls: 2 to read, 2 to write 1,234 records (1.6 calls per 1,000); the org has used 18 of 15,000 calls; 5 of our own 2,000 today");
    }

    [Fact]
    public void Cycle_ThatWroteNothing_SaysNoRate()
    {
        Write(Cycles.Of());

        _lines.Said.ShouldHaveSingleItem().ShouldContain("wrote 0 records");
        _lines.Said[0].ShouldContain("1 counted call;");
        _lines.Said[0].ShouldNotContain("per 1,000");
    }

    [Fact]
    public void Refusals_OfOneCause_AreOneWarning()
    {
        Write(Cycles.Of(dispatch: Cycles.Refused(100, i => new Failure(FailureKind.RecordRejected, $"Refused {i}.", "Repair it.") { Code = "X" }, all: 1_000)));

        _lines.Said.Where(l => l.StartsWith("Warning", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("1,000 records (Account");
    }

    [Fact]
    public void Trouble_ThatLasts_IsSaidWhenItBeginsAndOncePerHour_AndItsEndIsSaid()
    {
        var away = new Failure(FailureKind.Transient, "Salesforce cannot be reached.", "Nothing to do.");
        for (var minute = 0; minute < 90; minute++)
        {
            Write(Cycles.Of(stopped: away));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Write(Cycles.Of());
        Write(Cycles.Of(stopped: away));

        _lines.Said.Count(l => l.StartsWith("Warning", StringComparison.Ordinal)).ShouldBe(3);
        _lines.Said.Count(l => l.Contains("No longer so", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void UnreadableRecords_AndKeysThatNoErpDelivers_AreNamedOnce()
    {
        var cycle = Cycles.Of() with
        {
            OpenRejections = 5,
            FirstUnreadable = new Rejection("erp", RecordKind.Receivable, "items.csv:17", "The amount is missing.", null, default),
            Evaluation = new EvaluationReport { UndeliveredKeys = new UndeliveredKeys(1, [new("001", "erp:1000/C1x")]) },
        };
        Write(cycle);
        Write(cycle);

        _lines.Said.Count(l => l.StartsWith("Warning 5 records could not be read, now or earlier; the first: erp open items, items.csv:17: The amount is missing.", StringComparison.Ordinal)).ShouldBe(1);
        _lines.Said.Count(l => l.StartsWith("Warning Customer keys: 1 account names a customer that no ERP delivers: erp:1000/C1x (account 001).", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Verification_ThatFoundSomething_IsAWarning()
    {
        Write(Cycles.Of(verification: Cycles.Verification(missed: 0)));
        Write(Cycles.Of(verification: Cycles.Verification(missed: 3)));

        _lines.Said.Count(l => l.StartsWith("Information Verified back to 2026-11-19 12:00 UTC: 500 records", StringComparison.Ordinal)).ShouldBe(1);
        _lines.Said.Count(l => l.StartsWith("Warning Verification: 3 records had been missed", StringComparison.Ordinal)).ShouldBe(1);
    }

    private void Write(CycleReport report) =>
        _log.Write(report, [], new ConnectionUsage(7) { UsedInPeriod = 18, AllowedInPeriod = 15_000, OwnInPeriod = 5, OwnBudget = 2_000 });

    [Fact]
    public void Orders_OfReports_AreALineEach_AndTroublesAreSaidOnce()
    {
        ReportOrder Order(string account, decimal cost, OrderState state, string? result = null) =>
            new($"{account}/dnb/2026-11-21", account, "dnb", "dnb", new DateOnly(2026, 11, 21), _clock.GetUtcNow(), new(cost, Abstractions.Values.CurrencyCode.Parse("EUR"))) { State = state, Result = result };
        var cycle = Cycles.Of() with
        {
            Bureaus = new BureauReport
            {
                Orders =
                [
                    Order("001", 9m, OrderState.Report, "score 80"), Order("002", 9m, OrderState.NoOpinion), Order("003", 0m, OrderState.NotFound),
                    Order("004", 9m, OrderState.NotKept, "It is about another company."), Order("005", 0m, OrderState.Failed, "Refused."), Order("006", 9m, OrderState.UnderWay, "Cut."),
                ],
                Troubles = ["dnb: Cut."],
                Obstacles = ["The budget does not suffice."],
            },
        };
        Write(cycle);
        Write(cycle with { Bureaus = cycle.Bureaus with { Orders = [] } });

        _lines.Said.ShouldContain("Information Bought a report of dnb about account 001 for EUR 9, with an opinion (order 001/dnb/2026-11-21)");
        _lines.Said.ShouldContain("Information Bought a report of dnb about account 002 for EUR 9, without an opinion (order 002/dnb/2026-11-21)");
        _lines.Said.ShouldContain(l => l.StartsWith("Information dnb does not know account 003"));
        _lines.Said.ShouldContain(l => l.StartsWith("Warning A report of dnb about account 004 cost EUR 9 and is not kept: It is about another company."));
        _lines.Said.ShouldContain(l => l.StartsWith("Warning dnb gave no report about account 005"));
        _lines.Said.ShouldContain(l => l.StartsWith("Warning Nobody knows what became of an order from dnb about account 006; its EUR 9 count as paid"));
        _lines.Said.Count(l => l == "Warning Bureaus: dnb: Cut.").ShouldBe(1);
        _lines.Said.Count(l => l == "Information Reports are not bought: The budget does not suffice.").ShouldBe(1);
        _lines.Said.ShouldAllBe(l => !l.Contains("score 80"));
        cycle.NeedsAttention.ShouldBeTrue();
    }

    private sealed class Lines : ILogger<CycleLog>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add($"{logLevel} {formatter(state, exception)}");
    }
}
