using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class AttributeReadingTests
{
    private const string Stamp = "2026-11-21T10:00:00.000+0000";

    private static SalesforceOptions Options => new()
    {
        LoginUrl = ScriptedOrg.ClientCredentials.LoginUrl,
        Flow = LoginFlow.ClientCredentials,
        ConsumerKey = "3MVG9key",
        ClientSecret = "very-secret-value",
        OrgCurrency = "EUR",
        CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" },
        Attributes = new() { ["YearsInBusiness"] = "Years__c", ["Branch"] = "Industry", ["Audited"] = "Audited__c" },
    };

    [Fact]
    public async Task Attributes_OfEveryType_BecomeText()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([
            AccountRow(1, Stamp, extra: ",\"years__C\":12.50,\"Audited__c\":true").Replace("\"Industry\":null", "\"Industry\":\"Energy\""),
            AccountRow(2, Stamp, extra: ",\"Years__c\":null,\"Audited__c\":{\"city\":\"Ulm\"}"),
            AccountRow(3, Stamp, extra: ",\"Years__c\":1.0E7,\"Audited__c\":\"2026-01-31\"")]));
        await using var connection = org.Connect(Options);

        var accounts = (await connection.ReadAsync(RecordKind.Account))[0].Changes.Select(c => (AccountRecord)c.Current!).ToList();

        accounts[0].Attributes.ShouldBe(new Dictionary<string, string> { ["Audited"] = "true", ["Branch"] = "Energy", ["YearsInBusiness"] = "12.5" });
        accounts[1].Attributes.ShouldBeNull();
        accounts[2].Attributes.ShouldBe(new Dictionary<string, string> { ["Audited"] = "2026-01-31", ["YearsInBusiness"] = "10000000" });
        org.Calls[0].Soql.ShouldContain("SystemModstamp, Audited__c, Years__c, Credit_Score__c");
    }

    [Fact]
    public async Task Attribute_ThatTheOrgDoesNotKnow_IsLeftOutAndAskedForAgainAfterAnHour()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "No such column 'Years__c' on entity 'Account'."), HttpStatusCode.BadRequest);
        org.Answer(Page([AccountRow(1, Stamp, extra: ",\"Audited__c\":true")]));
        org.Answer(Page([]));
        org.Answer(Page([AccountRow(1, Stamp, extra: ",\"Audited__c\":true,\"Years__c\":3")]));
        await using var connection = org.Connect(Options);

        var first = (await connection.ReadAsync(RecordKind.Account)).ShouldHaveSingleItem();
        first.Changes[0].Current.ShouldBeOfType<AccountRecord>().Attributes.ShouldBe(new Dictionary<string, string> { ["Audited"] = "true" });
        (await connection.ReadAsync(RecordKind.Account, first.Next)).ShouldBeEmpty();
        org.Calls[2].Soql.ShouldContain("WHERE", customMessage: "what was read stays read while the field is missing");

        org.Clock.Advance(TimeSpan.FromMinutes(61));
        org.ServerTime = org.Clock.GetUtcNow();
        var again = (await connection.ReadAsync(RecordKind.Account, first.Next)).ShouldHaveSingleItem();
        again.Changes[0].Current.ShouldBeOfType<AccountRecord>().Attributes!["YearsInBusiness"].ShouldBe("3");
        org.Calls[3].Soql.ShouldNotContain("WHERE", customMessage: "a field more must be read for every account");
    }

    [Fact]
    public async Task AFieldThatIsNoAttribute_StaysFatal()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "No such column 'Industry' on entity 'Account'."), HttpStatusCode.BadRequest);
        await using var connection = org.Connect(Options);

        (await Should.ThrowAsync<ConnectorException>(() => connection.ReadAsync(RecordKind.Account))).Failure.Kind.ShouldBe(FailureKind.Configuration);
    }

    [Fact]
    public async Task WithoutAttributes_CheckpointsOfEarlierVersionsHold()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp)]));
        org.Answer(Page([]));
        await using var connection = org.Connect();

        var next = (await connection.ReadAsync(RecordKind.Account))[0].Next;

        next.Value.ShouldContain("\"shape\":\"1b5ab53d621b\"", customMessage: "the identity of what was read before there were attributes");
    }

    [Fact]
    public async Task Parent_ThatChanges_ChangesTheRecord()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp), AccountRow(1, Stamp).Replace("\"ParentId\":null", $"\"ParentId\":\"{Id(7)}\"")]));
        await using var connection = org.Connect();

        var changes = (await connection.ReadAsync(RecordKind.Account))[0].Changes;

        RecordCodec.Encode(changes[0].Current!).ShouldNotBe(RecordCodec.Encode(changes[1].Current!), "what is stored is another record, so the account is marked");
        changes[1].Current!.Subject.ShouldBe(RecordSubject.Account(Id(1)));
    }
}
