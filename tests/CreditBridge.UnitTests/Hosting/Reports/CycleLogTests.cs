using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
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
    public void Verification_ThatFoundSomething_IsAWarning()
    {
        Write(Cycles.Of(verification: Cycles.Verification(missed: 0)));
        Write(Cycles.Of(verification: Cycles.Verification(missed: 3)));

        _lines.Said.Count(l => l.StartsWith("Information Verified back to 2026-11-19 12:00 UTC: 500 records", StringComparison.Ordinal)).ShouldBe(1);
        _lines.Said.Count(l => l.StartsWith("Warning Verification: 3 records had been missed", StringComparison.Ordinal)).ShouldBe(1);
    }

    private void Write(CycleReport report) =>
        _log.Write(report, [], new ConnectionUsage(7) { UsedInPeriod = 18, AllowedInPeriod = 15_000, OwnInPeriod = 5, OwnBudget = 2_000 });

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
