using System.Text.Json;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Fields.CreditFields;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class FieldValueTests
{
    [Fact]
    public async Task Values_OfEveryType_AreWrittenAsSalesforceReadsThem()
    {
        var record = await SentAsync(
            (Account.Score, FieldValue.Number(712.5m)), (Account.Limit, FieldValue.Number(1000.005m)), (Account.Headroom, FieldValue.Empty), (Account.Hold, FieldValue.Flag(true)),
            (Account.NextReview, FieldValue.Date(new DateOnly(2027, 1, 31))), (Account.Band, FieldValue.Text("B+")),
            (Account.CheckedAt, FieldValue.Instant(new DateTimeOffset(2026, 11, 21, 13, 0, 0, 123, TimeSpan.FromHours(1)))));

        record.GetProperty("Credit_Score__c").GetRawText().ShouldBe("712.5");
        record.GetProperty("Credit_Limit__c").GetRawText().ShouldBe("1000.01");
        record.GetProperty("Credit_Headroom__c").ValueKind.ShouldBe(JsonValueKind.Null);
        record.GetProperty("Credit_Hold__c").GetBoolean().ShouldBeTrue();
        record.GetProperty("Next_Credit_Review__c").GetString().ShouldBe("2027-01-31");
        record.GetProperty("Credit_Checked_At__c").GetString().ShouldBe("2026-11-21T12:00:00.000Z");
        record.EnumerateObject().Count().ShouldBe(9, "attributes, id and the seven fields: what a write does not name is not sent");
    }

    [Fact]
    public async Task Text_TooLong_IsCutToWhatTheFieldTakes()
    {
        var record = await SentAsync((Account.Band, FieldValue.Text(new string('b', 300))), (Account.HoldReason, FieldValue.Text(new string('h', 300))), (Account.Message, FieldValue.Text(new string('m', 1500))));

        record.GetProperty("Risk_Band__c").GetString()!.Length.ShouldBe(40);
        record.GetProperty("Credit_Hold_Reason__c").GetString()!.Length.ShouldBe(255);
        record.GetProperty("Credit_Message__c").GetString().ShouldBe(new string('m', 999) + "…");
    }

    [Fact]
    public async Task Text_CutInTheMiddleOfACharacter_LosesTheWholeCharacter()
    {
        var record = await SentAsync((Account.HoldReason, FieldValue.Text(new string('h', 254) + "😀")));

        record.GetProperty("Credit_Hold_Reason__c").GetString().ShouldBe(new string('h', 254));
    }

    [Fact]
    public async Task Checkbox_Empty_IsFalseBecauseSalesforceKnowsNoEmptyOne() =>
        (await SentAsync((Account.Hold, FieldValue.Empty))).GetProperty("Credit_Hold__c").GetBoolean().ShouldBeFalse();

    [Fact]
    public async Task Mapping_ToAnotherField_IsUsedAndAnEmptyOneSwitchesOff()
    {
        using var org = FieldSinkTests.Obliging();
        var options = new SalesforceOptions
        {
            LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s",
            Fields = new Dictionary<string, string> { ["account.creditscore"] = "Score__c", ["Account.RiskBand"] = "" },
        };
        await using var connection = org.Connect(options);
        connection.Sink.Accepts(Account.Band).ShouldBeFalse();
        connection.Sink.Accepts(Account.Limit).ShouldBeTrue();

        await connection.Sink.WriteAsync([ToAccount(1, (Account.Score, FieldValue.Number(1)), (Account.Band, FieldValue.Text("A")))], CancellationToken.None);

        org.Calls[0].Body.ShouldContain("\"Score__c\":1");
        org.Calls[0].Body.ShouldNotContain("Risk_Band__c");
    }

    [Fact]
    public void Defaults_CoverEveryCreditField() =>
        new SalesforceOptions().Fields.Keys.Order().ShouldBe(CreditFields.All.Select(f => f.FullName).Order());

    private static async Task<JsonElement> SentAsync(params (CreditField, FieldValue)[] values)
    {
        using var org = FieldSinkTests.Obliging();
        await using var connection = org.Connect();
        (await connection.Sink.WriteAsync([ToAccount(1, values)], CancellationToken.None))[0].IsDelivered.ShouldBeTrue();
        return org.Calls[0].Parts[0].GetProperty("body").GetProperty("records")[0];
    }
}
