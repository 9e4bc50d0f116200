using CreditBridge.Core.Alerts;
using CreditBridge.Core.Watch;
using CreditBridge.UnitTests.Watch;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Watch.Watching;

namespace CreditBridge.UnitTests.Alerts;

public sealed class WatchAlertsTests
{
    private static readonly Abstractions.Records.OpportunityRecord[] Deals = [Deal("D1", 40_000m)];

    [Fact]
    public void AHoldOnAnAccountWithOpenDeals_IsOneAlert_ThatSaysBoth()
    {
        var now = Case(Good(Today).Held().PastDue(600m), Good(Today.AddDays(-30)), deals: Deals);
        var worse = Deterioration.Next(null, now, Rules).ShouldNotBeNull();
        worse.Causes.Select(c => c.Code).ShouldBe(["hold", "past_due"], ignoreOrder: true);
        var raised = AlertBook.Settle([], [.. WatchAlerts.Of(new WatchedAccount("001", now, worse, null))], DateTimeOffset.UnixEpoch, TimeSpan.FromDays(7), silent: false).Raised;

        var told = raised.Where(a => a.ToldIn is null).ShouldHaveSingleItem().Alert;
        (told.Kind, told.Title).ShouldBe((AlertKind.HoldSet, "Halden: on credit hold, and getting worse while deals are open"));
        told.Words.ShouldStartWith("On credit hold: 60 days past due. More of its invoices are past due than before. Clear the hold with credit before you promise anything.");
        told.Words.ShouldContain("Line D1");
        told.Words.Split("60 days past due").Length.ShouldBe(2, "the reason is said once");
    }

    [Fact]
    public void AHoldOfAnAccountThatWasNotKnownBefore_IsNamedBesideWhatElseIsWorse()
    {
        var now = Case(Good(Today).Held() with { Trend = Core.Decisions.PaymentTrend.Deteriorating }, deals: Deals);
        var worse = Deterioration.Next(null, now, Rules).ShouldNotBeNull();
        var raised = AlertBook.Settle([], [.. WatchAlerts.Of(new WatchedAccount("001", now, worse, null))], DateTimeOffset.UnixEpoch, TimeSpan.FromDays(7), silent: false).Raised;
        raised.Where(a => a.ToldIn is null).ShouldHaveSingleItem().Alert.Words.ShouldStartWith("60 days past due. Pays later than it used to.");
    }

    [Fact]
    public void WithoutAHold_GettingWorseIsToldByItself()
    {
        var now = Case(Good(Today) with { Trend = Core.Decisions.PaymentTrend.Deteriorating }, deals: Deals);
        var worse = Deterioration.Next(null, now, Rules).ShouldNotBeNull();
        WatchAlerts.Of(new WatchedAccount("001", now, worse, null)).ShouldHaveSingleItem().With.ShouldBeNull();
    }
}
