using CreditBridge.Sandbox.Accounting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Accounting;

public sealed class CallLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 17, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Calls_OlderThanADay_LeaveTheWindow()
    {
        var ledger = new CallLedger(3);
        ledger.TryCount(2, Start).ShouldBeTrue();
        ledger.TryCount(2, Start.AddHours(1)).ShouldBeFalse();
        ledger.TryCount(1, Start.AddHours(1)).ShouldBeTrue();
        ledger.TryCount(1, Start.AddHours(23)).ShouldBeFalse();

        ledger.TryCount(2, Start.AddHours(24)).ShouldBeTrue();

        ledger.Used.ShouldBe(3);
        ledger.Total.ShouldBe(5);
    }

    [Fact]
    public void Recent_KeepsTheLastThousand()
    {
        var ledger = new CallLedger(10_000);
        for (var i = 0; i < 1001; i++) ledger.Record(Start, "GET", $"/{i}", 200, 1, 2, 0, null);

        ledger.Recent.Count.ShouldBe(1000);
        ledger.Recent[^1].Path.ShouldBe("/1000");
        ledger.RecordsRead.ShouldBe(2002);
    }
}
