using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class ShownFieldTests
{
    private const string Stamp = "2026-11-21T10:00:00.000+0000";

    [Fact]
    public async Task CreditFields_AreReadBackWithTheirTypes()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp, extra: """
            ,"credit_score__c":62.0,"Risk_Band__c":"B","Credit_Limit__c":50000.50,"Credit_Hold__c":true,"Credit_Hold_Reason__c":null,"Credit_Message__c":"One.\r\nTwo.",
            "Next_Credit_Review__c":"2027-01-31","Credit_Checked_At__c":"2026-11-20T08:00:00.000+0000","Past_Due_Amount__c":"much","LastModifiedById":"005000000000009AAA"
            """)]));

        var change = (await org.Connect().ReadAsync(RecordKind.Account))[0].Changes[0];

        change.Shown.ShouldBe(new Dictionary<CreditField, FieldValue>
        {
            [CreditFields.Account.Score] = FieldValue.Number(62),
            [CreditFields.Account.Band] = FieldValue.Text("B"),
            [CreditFields.Account.Limit] = FieldValue.Number(50000.5m),
            [CreditFields.Account.Hold] = FieldValue.Flag(true),
            [CreditFields.Account.HoldReason] = FieldValue.Empty,
            [CreditFields.Account.Message] = FieldValue.Text("One.\nTwo."),
            [CreditFields.Account.NextReview] = FieldValue.Date(new DateOnly(2027, 1, 31)),
            [CreditFields.Account.CheckedAt] = FieldValue.Instant(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero)),
        }, ignoreOrder: true, "what cannot be read, and what the org did not answer, is absent");
        change.ChangedBy.ShouldBe("005000000000009AAA");
    }

    [Fact]
    public async Task CreditFields_AreNoPartOfTheRecordNorOfTheCheckpoint()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp, extra: ",\"Credit_Score__c\":62.0"), AccountRow(1, Stamp, extra: ",\"Credit_Score__c\":10.0")]));
        org.Answer(Page([AccountRow(1, Stamp)]));

        var page = (await org.Connect().ReadAsync(RecordKind.Account))[0];
        var without = (await org.Connect(Mapped(CreditFields.All.ToDictionary(f => f.FullName, _ => ""))).ReadAsync(RecordKind.Account))[0];

        RecordCodec.Encode(page.Changes[0].Current!).ShouldBe(RecordCodec.Encode(page.Changes[1].Current!));
        RecordCodec.Encode(page.Changes[0].Current!).ShouldBe(RecordCodec.Encode(without.Changes[0].Current!));
        page.Next.ShouldBe(without.Next, "a field that is written, more or less, must not lead to a full read");
        without.Changes[0].Shown.ShouldBeNull();
        org.Calls[1].Soql.ShouldNotContain("LastModifiedById");
    }

    [Fact]
    public async Task Fields_FollowTheMapping()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp, extra: ",\"Rating__c\":7")]));

        var page = (await org.Connect(Mapped(new() { ["Account.CreditScore"] = "Rating__c", ["Account.RiskBand"] = "" })).ReadAsync(RecordKind.Account))[0];

        page.Changes[0].Shown![CreditFields.Account.Score].ShouldBe(FieldValue.Number(7));
        org.Calls[0].Soql.ShouldContain("SystemModstamp, Rating__c, Credit_Limit_Status__c");
        org.Calls[0].Soql.ShouldNotContain("Risk_Band__c");
    }

    [Fact]
    public async Task LongTexts_AreReadOneAtMost()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([]));

        await org.Connect().ReadAsync(RecordKind.Opportunity);

        org.Calls[0].Soql.ShouldContain("Credit_Check_Message__c");
        org.Calls[0].Soql.ShouldNotContain("Credit_Alternatives__c", customMessage: "two long texts shrink the org's pages to 200 rows");
    }

    [Fact]
    public async Task Text_ThatFillsItsField_IsNotCompared()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp, extra: $",\"Risk_Band__c\":\"{new string('x', 40)}\",\"Credit_Message__c\":\"{new string('y', 1000)}\"")]));

        (await org.Connect().ReadAsync(RecordKind.Account))[0].Changes[0].Shown.ShouldBeEmpty();
    }

    [Fact]
    public async Task HiddenFields_AreFoundWithOneDescription_HoweverManyThereAre()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "No such column 'Credit_Score__c' on entity 'Account'."), HttpStatusCode.BadRequest);
        org.Answer(Composite(("Account", 200, Description("Account", "Risk_Band__c", "LastModifiedById")), ("Opportunity", 200, Description("Opportunity", "Name"))));
        org.Answer(Page([AccountRow(1, Stamp, extra: ",\"Risk_Band__c\":\"B\",\"LastModifiedById\":\"005000000000009AAA\"")]));
        org.Answer(Page([])).Answer(Page([])).Answer(Page([]));
        await using var connection = org.Connect();

        var page = (await connection.ReadAsync(RecordKind.Account))[0];
        await connection.ReadAsync(RecordKind.Opportunity);

        page.Changes[0].Shown.ShouldBe(new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Band] = FieldValue.Text("B") });
        org.Calls.Count.ShouldBe(4, "the refused query, one description of both objects, the query without the hidden fields; then the deals at once");
        org.Calls[3].Soql.ShouldEndWith("IsDeleted, SystemModstamp FROM Opportunity ORDER BY SystemModstamp, Id");

        await connection.ReadAsync(RecordKind.Account, page.Next);
        org.Calls[4].Soql.ShouldNotContain("Credit_Score__c");
        org.Clock.Advance(TimeSpan.FromMinutes(61));
        org.ServerTime = org.Clock.GetUtcNow();
        await connection.ReadAsync(RecordKind.Account, page.Next);
        org.Calls[5].Soql.ShouldContain("Credit_Score__c");
        org.Calls[5].Soql.ShouldContain("WHERE");
    }

    [Fact]
    public async Task HiddenFields_WhenTheOrgCannotBeDescribed_AreLeftOutOneByOne()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "No such column 'Credit_Score__c' on entity 'Account'."), HttpStatusCode.BadRequest);
        org.Answer(_ => new HttpResponseMessage(HttpStatusCode.BadGateway));
        org.Answer(Errors("INVALID_FIELD", "No such column 'Credit_Limit__c' on entity 'Account'."), HttpStatusCode.BadRequest);
        org.Answer(_ => new HttpResponseMessage(HttpStatusCode.BadGateway));
        org.Answer(Page([AccountRow(1, Stamp, extra: ",\"Risk_Band__c\":\"B\"")]));

        (await org.Connect().ReadAsync(RecordKind.Account))[0].Changes[0].Shown!.Keys.ShouldBe([CreditFields.Account.Band]);
    }

    [Fact]
    public async Task InputField_ThatIsHidden_StaysAFailure()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "No such column 'ERP_Customer_Keys__c' on entity 'Account'."), HttpStatusCode.BadRequest);

        (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure.Kind.ShouldBe(FailureKind.Configuration);
        org.Calls.Count.ShouldBe(1);
    }

    private static string Description(string name, params string[] fields) => JsonSerializer.Serialize(new
    {
        name, queryable = true, updateable = true, fields = fields.Select(f => new { name = f, type = "string", updateable = true, length = 255, precision = 0, scale = 0 }),
    });

    private static SalesforceOptions Mapped(Dictionary<string, string> fields) => new()
    {
        LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s", OrgCurrency = "EUR",
        CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" }, Fields = fields,
    };
}
