using CreditBridge.Abstractions.Records;
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

    [Fact]
    public void AlertsForSales_AreForTheOwnerOfTheAccount_ElseOfItsLargestOpenDeal()
    {
        var deals = new[] { Deal("D1", 40_000m) with { OwnerKey = "u2" }, Deal("D2", 90_000m) with { OwnerKey = "u3" }, Deal("D3", 900_000m, closed: true) with { OwnerKey = "u4" } };
        var now = Case(Good(Today).Held() with { Trend = Core.Decisions.PaymentTrend.Deteriorating }, deals: deals);
        var worse = Deterioration.Next(null, now, Rules);
        var alerts = WatchAlerts.Of(new WatchedAccount("001", now, worse, null)).ToList();
        alerts.Count.ShouldBe(2);
        foreach (var alert in alerts)
        {
            alert.ForSales.ShouldBe(["u1", "u3"]);
            Named(alert, User("u1"), User("u3")).ShouldBe([new AlertPerson("Rep u1", "u1@example.com")]);
            Named(alert, User("u1") with { IsActive = false }, User("u3")).ShouldBe([new AlertPerson("Rep u3", "u3@example.com")]);
            Named(alert, User("u1") with { Email = " " }).ShouldBeNull("nobody can be mailed");
        }

        var nobodys = Case(Good(Today).Held()) with { Account = now.Account with { OwnerKey = null } };
        WatchAlerts.Of(new WatchedAccount("001", nobodys, null, null)).ShouldHaveSingleItem().ForSales.ShouldBeNull();

        static UserRecord User(string key) => new(key, "Rep " + key) { Email = key + "@example.com" };
        static IReadOnlyList<AlertPerson>? Named(Alert alert, params UserRecord[] users) => AlertOwners.Named(alert, users.ToDictionary(u => u.Key)).People;
    }
}
