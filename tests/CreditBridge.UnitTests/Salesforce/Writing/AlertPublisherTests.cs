using System.Text.Json;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class AlertPublisherTests
{
    [Fact]
    public async Task Holds_AreAnnouncedInOneCall_AfterTheyWereWritten()
    {
        using var org = Org("""{"id":"e01xx0000000001AAA","success":true,"errors":[{"statusCode":"OPERATION_ENQUEUED","message":"232fd30e","fields":[]}]}""");
        await using var connection = org.Connect(Options());

        await connection.Sink.WriteAsync([Hold(1, true), Hold(2, false) with { Basis = org.Clock.GetUtcNow() }, Hold(3, false), ToAccount(4)], CancellationToken.None);

        org.Calls.Count.ShouldBe(2);
        var events = Events(org.Calls[1]);
        events.Select(e => (e.GetProperty("Account_Id__c").GetString(), e.GetProperty("Alert_Type__c").GetString())).ShouldBe([(Id(1), "HoldSet"), (Id(2), "HoldReleased")]);
        events[0].GetProperty("Message__c").GetString().ShouldBe("60 days past due");
        events[0].GetProperty("Occurred_At__c").GetString().ShouldBe("2026-11-21T12:00:00.000Z");
        events.Select(e => e.GetProperty("Alert_Id__c").GetString()).ShouldBeUnique();
        connection.Sink.Problems.ShouldBeEmpty();
        connection.Alerts.AnnouncesHolds.ShouldBeTrue();
    }

    [Fact]
    public async Task Alerts_ArePublishedAsTheyAreGiven_AndARefusalIsTheAnswer()
    {
        using var org = Org("""{"id":"e01xx0000000001AAA","success":true,"errors":[]}""");
        await using var connection = org.Connect();
        var notice = new AlertNotice("a-1", "Deteriorating", "High", new string('x', 1_200), org.Clock.GetUtcNow(), Id(1)) { OpportunityKey = "006000000000001AAA", DecisionId = "d-1" };

        connection.Alerts.AnnouncesHolds.ShouldBeFalse();
        (await connection.Alerts.PublishAsync([notice], CancellationToken.None)).ShouldBeNull();

        var sent = Events(org.Calls.ShouldHaveSingleItem()).ShouldHaveSingleItem();
        (sent.GetProperty("Alert_Id__c").GetString(), sent.GetProperty("Alert_Type__c").GetString(), sent.GetProperty("Opportunity_Id__c").GetString()).ShouldBe(("a-1", "Deteriorating", "006000000000001AAA"));
        sent.GetProperty("Message__c").GetString()!.Length.ShouldBe(1_000);

        using var refusing = Org("""{"success":false,"errors":[{"statusCode":"INVALID_TYPE","message":"no such event","fields":[]}]}""");
        await using var other = refusing.Connect();
        (await other.Alerts.PublishAsync([notice], CancellationToken.None)).ShouldNotBeNull().Message.ShouldContain("no such event");
    }

    [Fact]
    public async Task Event_ThatIsRefused_IsNamedAndSpoilsNothing()
    {
        using var org = Org("""{"success":false,"errors":[{"statusCode":"INVALID_TYPE","message":"no such event","fields":[]}]}""");
        await using var connection = org.Connect(Options());

        (await connection.Sink.WriteAsync([Hold(1, true)], CancellationToken.None))[0].IsDelivered.ShouldBeTrue();

        connection.Sink.Problems.ShouldHaveSingleItem().Message.ShouldContain("no such event");
    }

    [Fact]
    public async Task WithoutTheOption_NothingIsPublished()
    {
        using var org = Org("");
        await using var connection = org.Connect();

        await connection.Sink.WriteAsync([Hold(1, true)], CancellationToken.None);

        org.Calls.Count.ShouldBe(1);
    }

    private static FieldWrite Hold(int account, bool isSet) =>
        ToAccount(account, (CreditFields.Account.Hold, FieldValue.Flag(isSet)), (CreditFields.Account.HoldReason, FieldValue.Text(isSet ? "60 days past due" : null))) with { Urgency = WriteUrgency.Hold };

    private static JsonElement[] Events(SentRequest request) => [.. request.Parts.SelectMany(p => p.GetProperty("body").GetProperty("records").EnumerateArray())];

    private static ScriptedOrg Org(string result) => new()
    {
        Otherwise = r => ScriptedOrg.Json(r.Body.Contains("Credit_Alert__e") ? Composite(("write0", 200, $"[{string.Join(',', Events(r).Select(_ => result))}]")) : WriteResults(r, _ => null)),
    };

    private static SalesforceOptions Options()
    {
        var options = ScriptedOrg.ClientCredentials;
        return new SalesforceOptions
        {
            LoginUrl = options.LoginUrl, Flow = options.Flow, ConsumerKey = options.ConsumerKey, ClientSecret = options.ClientSecret, OrgCurrency = options.OrgCurrency,
            CustomerKeys = options.CustomerKeys, PublishAlerts = true,
        };
    }
}
