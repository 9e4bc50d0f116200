using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class RecordReadingTests
{
    private const string Stamp = "2026-11-21T10:00:00.000+0000";

    [Fact]
    public async Task Account_WithEverything_BecomesACanonicalRecord()
    {
        var row = AccountRow(1, Stamp).Replace("\"ERP_Customer_Keys__c\":null", "\"ERP_Customer_Keys__c\":\"2000/C2; crm2:1000/C1 ;2000/C2;\"")
            .Replace("\"ParentId\":null", $"\"ParentId\":\"{Id(7)}\"");

        var page = (await ReadAsync(RecordKind.Account, row)).ShouldHaveSingleItem();

        var account = page.Changes.ShouldHaveSingleItem().Current.ShouldBeOfType<AccountRecord>();
        account.CustomerKeys.Select(k => k.ToString()).ShouldBe(["crm2:1000/C1", "erp:2000/C2"]);
        account.ParentKey.ShouldBe(Id(7));
        account.Country.ShouldBe("DE");
        account.Currency.ShouldBe(CurrencyCode.Parse("EUR"));
        account.CreatedOn.ShouldBe(new DateOnly(2020, 2, 3));
        page.Changes[0].ChangedAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Account_Merged_IsGoneIntoTheOther()
    {
        var merged = AccountRow(1, Stamp).Replace("\"IsDeleted\":false,\"MasterRecordId\":null", $"\"IsDeleted\":true,\"MasterRecordId\":\"{Id(2)}\"");
        var deleted = AccountRow(3, Stamp).Replace("\"IsDeleted\":false", "\"IsDeleted\":true");

        var changes = (await ReadAsync(RecordKind.Account, merged, deleted))[0].Changes;

        changes.Select(c => (c.Key, c.Current, c.MergedInto)).ShouldBe([(Id(1), null, Id(2)), (Id(3), null, null)]);
    }

    [Fact]
    public async Task Account_WithMalformedKey_IsRejectedByNameAndTheRestGoesOn()
    {
        var bad = AccountRow(1, Stamp).Replace("\"ERP_Customer_Keys__c\":null", "\"ERP_Customer_Keys__c\":\"C10023\"");

        var page = (await ReadAsync(RecordKind.Account, bad, AccountRow(2, Stamp)))[0];

        page.Changes.ShouldHaveSingleItem().Key.ShouldBe(Id(2));
        var rejected = page.Rejected.ShouldHaveSingleItem();
        rejected.Where.ShouldBe($"Account {Id(1)}, ERP_Customer_Keys__c");
        rejected.Reason.ShouldContain("'C10023'");
        rejected.Reason.ShouldContain("company/number");
        rejected.Raw.ShouldNotBeNull();
    }

    [Fact]
    public async Task Opportunity_WithEverything_BecomesACanonicalRecord()
    {
        var page = (await ReadAsync(RecordKind.Opportunity, OpportunityRow(1, Stamp, "\"Net 45\"", "1234567.8")))[0];

        var deal = page.Changes[0].Current.ShouldBeOfType<OpportunityRecord>();
        deal.Amount.ShouldBe(Money.Parse("1234567.8 EUR"));
        deal.ProbabilityPercent.ShouldBe(33m);
        deal.CloseDate.ShouldBe(new DateOnly(2026, 12, 31));
        deal.RequestedTerms.ShouldBe(PaymentTerms.Net(45));
        deal.UnreadableTerms.ShouldBeNull();
        deal.Subject.ShouldBe(RecordSubject.Account(Id(1)));
    }

    [Fact]
    public async Task Opportunity_WithTermsNobodyKnows_KeepsTheWords()
    {
        var deal = (await ReadAsync(RecordKind.Opportunity, OpportunityRow(1, Stamp, "\"when we feel like it\"", "null")))[0].Changes[0].Current.ShouldBeOfType<OpportunityRecord>();

        deal.RequestedTerms.ShouldBeNull();
        deal.UnreadableTerms.ShouldBe("when we feel like it");
        deal.Amount.ShouldBeNull();
        deal.Currency.ShouldBe(CurrencyCode.Parse("EUR"));
    }

    [Fact]
    public async Task Stages_History_AndUsers_BecomeCanonicalRecords()
    {
        var stage = $$"""{"Id":"01J000000000001AAA","ApiName":"Won","MasterLabel":"Closed!","SortOrder":9,"DefaultProbability":100.0,"IsActive":true,"IsClosed":true,"IsWon":true,"SystemModstamp":"{{Stamp}}"}""";
        var change = $$"""{"Id":"008000000000001AAA","OpportunityId":"{{Id(1, "006")}}","StageName":"Won","Amount":5.5,"Probability":100.0,"CloseDate":"2026-12-01","CreatedDate":"{{Stamp}}","SystemModstamp":"{{Stamp}}"}""";
        var user = $$"""{"Id":"005000000000001AAA","Name":"Ada","Email":null,"IsActive":false,"SystemModstamp":"{{Stamp}}"}""";

        (await ReadAsync(RecordKind.Stage, stage))[0].Changes[0].Current.ShouldBe(
            new StageRecord("Won") { SortOrder = 9, DefaultProbabilityPercent = 100, IsClosed = true, IsWon = true });
        (await ReadAsync(RecordKind.StageChange, change))[0].Changes[0].Current.ShouldBe(
            new StageChangeRecord("008000000000001AAA", Id(1, "006"), "Won", new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero))
            {
                Amount = Money.Parse("5.5 EUR"), ProbabilityPercent = 100, CloseDate = new DateOnly(2026, 12, 1),
            });
        (await ReadAsync(RecordKind.User, user))[0].Changes[0].Current.ShouldBe(new UserRecord("005000000000001AAA", "Ada") { IsActive = false });
    }

    [Fact]
    public async Task Currency_InAMultiCurrencyOrg_ComesFromTheRecord()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([OpportunityRow(1, Stamp).Replace("\"IsDeleted\"", "\"CurrencyIsoCode\":\"JPY\",\"IsDeleted\"")]));
        var options = Multi();

        var deal = (await org.Connect(options).ReadAsync(RecordKind.Opportunity))[0].Changes[0].Current.ShouldBeOfType<OpportunityRecord>();

        deal.Amount.ShouldBe(Money.Parse("1000 JPY"));
        org.Calls[0].Soql.ShouldContain("CurrencyIsoCode");
    }

    [Fact]
    public async Task Currency_NotDeclaredInASingleCurrencyOrg_SaysWhichOptionToSet()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "\nSELECT Id, CurrencyIsoCode\n           ^\nERROR at Row:1:Column:8\nNo such column 'CurrencyIsoCode' on entity 'Account'. If you are attempting"), System.Net.HttpStatusCode.BadRequest);

        var failure = (await Should.ThrowAsync<CreditBridge.Abstractions.Failures.ConnectorException>(() => org.Connect(Multi()).ReadAsync(RecordKind.Account))).Failure;

        failure.Kind.ShouldBe(CreditBridge.Abstractions.Failures.FailureKind.Configuration);
        failure.NextStep.ShouldContain("OrgCurrency");
        failure.Fields.ShouldBe(["CurrencyIsoCode"]);
    }

    [Theory]
    [InlineData("ERP_Customer_Keys__c", "CustomerKeys:Field")]
    [InlineData("Industry", "read access")]
    public async Task Field_HiddenFromTheUser_SaysHowToRepairIt(string field, string nextStep)
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", $"No such column '{field}' on entity 'Account'"), System.Net.HttpStatusCode.BadRequest);

        var failure = (await Should.ThrowAsync<CreditBridge.Abstractions.Failures.ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure;

        failure.Message.ShouldContain(field);
        failure.NextStep.ShouldContain(nextStep);
    }

    [Fact]
    public async Task Fields_SwitchedOff_AreNotAskedFor()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Stamp)])).Answer(Page([OpportunityRow(1, Stamp, "\"Net 30\"")]));
        var options = ScriptedOrg.ClientCredentials;
        options = new SalesforceOptions
        {
            LoginUrl = options.LoginUrl, Flow = options.Flow, ConsumerKey = "k", ClientSecret = "s", OrgCurrency = "EUR", TermsField = "", CustomerKeys = new CustomerKeyOptions { Field = "" },
            Fields = CreditFields.All.ToDictionary(f => f.FullName, _ => ""),
        };
        await using var connection = org.Connect(options);

        var account = (await connection.ReadAsync(RecordKind.Account))[0].Changes[0].Current.ShouldBeOfType<AccountRecord>();
        var deal = (await connection.ReadAsync(RecordKind.Opportunity))[0].Changes[0].Current.ShouldBeOfType<OpportunityRecord>();

        account.CustomerKeys.ShouldBeEmpty();
        deal.RequestedTerms.ShouldBeNull();
        org.Calls.ShouldAllBe(c => !c.Soql.Contains("__c"));
    }

    private static SalesforceOptions Multi() => new()
    {
        LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s",
    };

    private static async Task<List<CreditBridge.Abstractions.Sources.SourcePage>> ReadAsync(RecordKind kind, params string[] rows)
    {
        using var org = new ScriptedOrg();
        org.Answer(Page(rows));
        await using var connection = org.Connect();
        return await connection.ReadAsync(kind);
    }
}
