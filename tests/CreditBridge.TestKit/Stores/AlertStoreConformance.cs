using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What every store of alerts does: an alert and what is to be told of it are kept together, and what was told stays told.</summary>
public abstract class AlertStoreConformance : StoreConformance
{
    private static Alert Alert(string key, AlertKind kind = AlertKind.Deteriorating) =>
        new(key, kind, AlertSeverity.Warning, "Halden: getting worse", "Größer \"als\" sonst") { AccountKey = "a", AccountName = "Halden", OpportunityKey = "o", DecisionId = "d-1" };

    private static RaisedAlert Raised(string id, string key, int hour = 0, AlertKind kind = AlertKind.Deteriorating) => new(id, Alert(key, kind), Noon.AddHours(hour));

    private static AlertDelivery To(string id, string channel) => new(id, channel) { NotBefore = Noon };

    private Task SaveAsync(RaisedAlert[] raised, params AlertDelivery[] deliveries) => Stores.Alerts.SaveAsync(new AlertChanges(raised, []), deliveries, None);

    [Fact]
    public async Task TheNewestOfACondition_IsTheOneThatLasts()
    {
        await SaveAsync([Raised("a-1", "k"), Raised("a-2", "k", 5) with { EndedAt = Noon.AddHours(6) }, Raised("a-3", "other"), Raised("a-4", "silent") with { IsSilent = true }]);
        var read = await Stores.Alerts.ReadAsync(["k", "silent", "unknown"], None);
        read.OrderBy(a => a.Id).ShouldBe([Raised("a-1", "k"), Raised("a-4", "silent") with { IsSilent = true }]);

        await Stores.Alerts.SaveAsync(new AlertChanges([], [Raised("a-1", "k") with { EndedAt = Noon.AddHours(1) }]), [], None);
        (await Stores.Alerts.ReadAsync(["k"], None)).ShouldHaveSingleItem().Id.ShouldBe("a-2");
        (await Stores.Alerts.ReadAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatLasts_IsListedByKind()
    {
        await SaveAsync([Raised("a-1", "x"), Raised("a-2", "y", kind: AlertKind.ReviewBreached), Raised("a-3", "z", kind: AlertKind.ReviewBreached) with { EndedAt = Noon }]);
        (await Stores.Alerts.ListLastingAsync([AlertKind.ReviewBreached, AlertKind.ReviewAtRisk], None)).ShouldHaveSingleItem().Id.ShouldBe("a-2");
    }

    [Fact]
    public async Task WhatWaits_IsListedByChannel_OldestFirst_UntilItWasTold()
    {
        await SaveAsync([Raised("a-1", "x", 2), Raised("a-2", "y", 1)], To("a-1", "crm"), To("a-2", "crm"), To("a-2", "mail/a"));
        var waiting = await Stores.Alerts.ListWaitingAsync("crm", 10, None);
        waiting.Select(w => w.Alert.Id).ShouldBe(["a-2", "a-1"]);
        (await Stores.Alerts.ListWaitingChannelsAsync(None)).ShouldBe(["crm", "mail/a"]);
        waiting[0].ShouldBe(new WaitingAlert(Raised("a-2", "y", 1), To("a-2", "crm")));
        (await Stores.Alerts.ListWaitingAsync("crm", 1, None)).Count.ShouldBe(1);

        var failed = To("a-2", "crm") with { Message = "m-1", Attempts = 2, NotBefore = Noon.AddMinutes(1), LastFailure = new Failure(FailureKind.Transient, "away\u0000", "wait") { Code = "HTTP 503" } };
        await Stores.Alerts.SaveAsync([failed, To("a-1", "crm") with { State = DeliveryState.Told, ToldAt = Noon, Attempts = 1 }], None);
        var again = (await Stores.Alerts.ListWaitingAsync("crm", 10, None)).ShouldHaveSingleItem().Delivery;
        (again.Message, again.Attempts, again.NotBefore, again.LastFailure!.Kind, again.LastFailure.Code).ShouldBe(("m-1", 2, Noon.AddMinutes(1), FailureKind.Transient, "HTTP 503"));

        await Stores.Alerts.SaveAsync([To("a-2", "mail/a") with { State = DeliveryState.GivenUp }], None);
        (await Stores.Alerts.ListWaitingChannelsAsync(None)).ShouldBe(["crm"]);
        await Stores.Alerts.SaveAsync([To("a-2", "mail/a")], None);

        // Stored once more, what was told is not to be told again.
        await SaveAsync([Raised("a-1", "x", 2)], To("a-1", "crm"));
        (await Stores.Alerts.ListWaitingAsync("crm", 10, None)).Count.ShouldBe(1);
        (await Stores.Alerts.CountAsync(None)).ShouldBe([("crm", DeliveryState.Waiting, 1L), ("crm", DeliveryState.Told, 1L), ("mail/a", DeliveryState.Waiting, 1L)]);
    }

    [Fact]
    public async Task WhomAnAlertIsFor_IsKeptWithIt()
    {
        var alert = Alert("review-breached/R-1/x", AlertKind.ReviewBreached) with
        {
            ReviewKey = "R-1", Team = "Nord", People = [new AlertPerson("Dana", "dana@example.com"), new AlertPerson("Chief", null)],
        };
        await SaveAsync([new RaisedAlert("a-1", alert, Noon)]);
        var kept = (await Stores.Alerts.ReadAsync([alert.Key], None)).ShouldHaveSingleItem().Alert;
        (kept.ReviewKey, kept.Team).ShouldBe(("R-1", "Nord"));
        kept.People.ShouldBe(alert.People);
    }

    [Fact]
    public async Task TheNewest_AreListedWithTheirDeliveries_ButNotTheSilent()
    {
        await SaveAsync([Raised("a-1", "x", 1), Raised("a-2", "y", 3), Raised("a-3", "z", 2) with { IsSilent = true }], To("a-1", "mail/b"), To("a-1", "crm"));
        var list = await Stores.Alerts.ListAsync(10, None);
        list.Select(l => l.Alert.Id).ShouldBe(["a-2", "a-1"]);
        list[1].Deliveries.Select(d => d.Channel).ShouldBe(["crm", "mail/b"]);
        (await Stores.Alerts.ListAsync(1, None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task WhatEndedLongAgo_IsTakenAway_UnlessItWaits()
    {
        await SaveAsync(
            [Raised("a-1", "x") with { EndedAt = Noon }, Raised("a-2", "y") with { EndedAt = Noon }, Raised("a-3", "z"), Raised("a-4", "w") with { EndedAt = Noon.AddDays(2) }],
            To("a-1", "crm") with { State = DeliveryState.Told }, To("a-2", "crm"));
        (await Stores.Alerts.PruneAsync(Noon.AddDays(1), None)).ShouldBe(1);
        (await Stores.Alerts.ListAsync(10, None)).Select(l => l.Alert.Id).Order().ShouldBe(["a-2", "a-3", "a-4"]);
        (await Stores.Alerts.CountAsync(None)).ShouldBe([("crm", DeliveryState.Waiting, 1L)]);
    }
}
