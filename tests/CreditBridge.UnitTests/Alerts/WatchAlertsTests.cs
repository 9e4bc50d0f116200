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
    public void AlertsForSales_AreForTheOwnerOfTheAccount_ElseOfItsLargestOpenDealWhoseOwnerCanBeMailed()
    {
        OpportunityRecord[] deals =
        [
            Deal("D1", 40_000m) with { OwnerKey = "u2" }, Deal("D2", 90_000m) with { OwnerKey = "u3" }, Deal("D3", 900_000m, closed: true) with { OwnerKey = "u4" },
            Deal("D4", null) with { OwnerKey = "u5" }, Deal("D5", 800_000m) with { OwnerKey = null },
        ];
        var now = Case(Good(Today).Held() with { Trend = Core.Decisions.PaymentTrend.Deteriorating }, deals: deals);
        var worse = Deterioration.Next(null, now, Rules);
        var alerts = WatchAlerts.Of(new WatchedAccount("001", now, worse, null)).ToList();
        alerts.Count.ShouldBe(2);
        foreach (var alert in alerts)
        {
            alert.ForSales.ShouldBe(["u1", "u3", "u2", "u5"]);
            Named(alert, User("u1"), User("u3")).ShouldBe([new AlertPerson("Rep u1", "u1@example.com")]);
            Named(alert, User("u1") with { IsActive = false }, User("u3")).ShouldBe([new AlertPerson("Rep u3", "u3@example.com")]);
            Named(alert, User("u1") with { Email = null }, User("u3") with { IsActive = false }, User("u2") with { Email = " u2@example.com " }).ShouldBe([new AlertPerson("Rep u2", "u2@example.com")]);
            Named(alert, User("u1") with { Email = "not an address" }, User("u2")).ShouldBe([new AlertPerson("Rep u2", "u2@example.com")]);
            Named(alert, User("u1") with { Email = " " }).ShouldBeNull("nobody can be mailed");
        }

        var nobodys = Case(Good(Today).Held()) with { Account = now.Account with { OwnerKey = null } };
        WatchAlerts.Of(new WatchedAccount("001", nobodys, null, null)).ShouldHaveSingleItem().ForSales.ShouldBeNull();

        static UserRecord User(string key) => new(key, "Rep " + key) { Email = key + "@example.com" };
        static IReadOnlyList<AlertPerson>? Named(Alert alert, params UserRecord[] users) =>
            AlertOwners.Named(alert, users.ToDictionary(u => u.Key), a => a.Contains('@', StringComparison.Ordinal)).People;
    }

    [Fact]
    public void TheEndOfAHold_IsForWhomTheHoldWasFor()
    {
        var held = Case(Good(Today).Held(), deals: Deals);
        var hold = AlertBook.Settle([], [.. WatchAlerts.Of(new WatchedAccount("001", held, null, null))], DateTimeOffset.UnixEpoch, TimeSpan.FromDays(7), silent: false).Raised;
        var over = AlertBook.Settle(hold, [], DateTimeOffset.UnixEpoch.AddDays(1), TimeSpan.FromDays(7), silent: false).Raised.ShouldHaveSingleItem().Alert;
        (over.Kind, over.Words).ShouldBe((AlertKind.HoldReleased, "The credit hold was released."));
        over.ForSales.ShouldBe(["u1"]);
    }

    // A held account was merged into another one that is held, and the only message to its rep was that the hold was released.
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void AHoldOfAnAccountThatIsGone_EndsInSilence(bool isGone, int told)
    {
        var hold = AlertBook.Settle([], [.. WatchAlerts.Of(new WatchedAccount("001", Case(Good(Today).Held(), deals: Deals), null, null))], DateTimeOffset.UnixEpoch, TimeSpan.FromDays(7), silent: false).Raised;
        var changes = AlertBook.Settle(hold, [], DateTimeOffset.UnixEpoch.AddDays(1), TimeSpan.FromDays(7), silent: false, a => isGone && a.AccountKey == "001");
        changes.Changed.ShouldHaveSingleItem().IsOver.ShouldBeTrue();
        changes.Raised.Count.ShouldBe(told);
    }

    [Fact]
    public void ARep_ReadsNoScoreNoBandAndNoFigureThatOnlyCreditMayKnow()
    {
        var before = Good(Today.AddDays(-30)).Scoring(90m, "Low");
        var now = Case((Good(Today) with { Trend = Core.Decisions.PaymentTrend.Deteriorating, AverageDaysBeyondTerms = 17m }).Scoring(31m, "High").PastDue(617m), before, deals: Deals);
        var worse = Deterioration.Next(null, now, Rules).ShouldNotBeNull();
        worse.ForCredit.ShouldSatisfyAllConditions(w => w.ShouldContain("31"), w => w.ShouldContain("High"), w => w.ShouldContain("617"), w => w.ShouldContain("17"));
        var alert = WatchAlerts.Of(new WatchedAccount("001", now, worse, null)).ShouldHaveSingleItem();
        (alert.Title, alert.Words).ShouldBe(("Halden: getting worse while deals are open",
            "Credit sees more risk than on 2026-10-24. More of its invoices are past due than before. Pays later than it used to. Talk to credit before you promise terms. "
            + "1 open deal, EUR 40,000, to close 2026-12-13 (Line D1)."));
    }
}
