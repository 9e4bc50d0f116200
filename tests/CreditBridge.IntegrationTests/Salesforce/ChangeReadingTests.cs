using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>What people do to records, and what the org does to those who read them.</summary>
public sealed class ChangeReadingTests
{
    [Fact]
    public async Task DeletedAccount_ThatComesBack_IsThereAgain()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Delete(account);
        (await org.PollAsync())[RecordKind.Account].ShouldHaveSingleItem().Current.ShouldBeNull();

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Undelete(account);

        (await org.PollAsync())[RecordKind.Account].ShouldHaveSingleItem().Current.ShouldBeOfType<AccountRecord>().Key.ShouldBe(account);
    }

    [Fact]
    public async Task Owner_ThatChanges_IsSeen()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        var integration = org.Org.UserId(SandboxServerOptions.IntegrationUsername);
        org.Org.Update(account, ("OwnerId", integration));

        (await org.PollAsync())[RecordKind.Account].ShouldHaveSingleItem().Current.ShouldBeOfType<AccountRecord>().OwnerKey.ShouldBe(integration);
    }

    [Fact]
    public async Task CurrencyOfARecord_ThatChanges_IsSeen()
    {
        await using var org = await LiveOrg.StartAsync(
            o => o with { MultiCurrency = true, ConversionRates = new Dictionary<string, decimal> { ["USD"] = 1.1m } },
            o => new SalesforceOptions { LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem });
        var deal = org.CreateOpportunity(org.SeedAccounts(1)[0]);
        (await org.PollAsync())[RecordKind.Opportunity][0].Current.ShouldBeOfType<OpportunityRecord>().Amount.ShouldBe(Money.Parse("1000 EUR"));
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(deal, ("CurrencyIsoCode", "USD"));

        (await org.PollAsync())[RecordKind.Opportunity][0].Current.ShouldBeOfType<OpportunityRecord>().Amount.ShouldBe(Money.Parse("1000 USD"));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-7)]
    public async Task ClockOfTheOrg_ThatGoesWrong_LosesNothing(int hours)
    {
        await using var org = await LiveOrg.StartAsync(options: o => new SalesforceOptions
        {
            LoginUrl = o.LoginUrl, Flow = LoginFlow.ClientCredentials, ConsumerKey = o.ConsumerKey, ClientSecret = "app-secret", OrgCurrency = "EUR",
        });
        org.Server.Faults.Add(new FaultRule(FaultKind.ClockSkew) { Delay = TimeSpan.FromHours(hours) });
        var accounts = org.SeedAccounts(3);
        (await org.PollAsync())[RecordKind.Account].Count.ShouldBe(3);

        // A late commit within the overlap, by the org's clock.
        org.Server.Faults.Add(new FaultRule(FaultKind.LateCommit) { Delay = TimeSpan.FromMinutes(5), Record = accounts[0] });
        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.Connection.Sink.WriteAsync([new FieldWrite(new TargetRecord(RecordKind.Account, accounts[0]),
            new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(1) })], CancellationToken.None);
        org.Clock.Advance(TimeSpan.FromSeconds(30));
        org.Org.Update(accounts[1], ("Industry", "Energy"));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(6));
        (await org.PollAsync())[RecordKind.Account].ShouldContain(c => c.Key == accounts[0]);

        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Server.Calls.Reset();
        (await org.PollAsync())[RecordKind.Account].ShouldBeEmpty();
        org.Server.Calls.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Merges_OneAfterAnother_AreFollowed()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(6);
        await org.PollAsync();

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Merge(accounts[1], accounts[0]);
        org.Org.Merge(accounts[2], accounts[1]);
        org.Org.Merge(accounts[4], accounts[3]);
        Merges(await org.PollAsync()).ShouldBe(new Dictionary<string, string> { [accounts[0]] = accounts[2], [accounts[1]] = accounts[2], [accounts[3]] = accounts[4] }, ignoreOrder: true);

        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Merge(accounts[5], accounts[4]);
        Merges(await org.PollAsync()).ShouldBe(new Dictionary<string, string> { [accounts[4]] = accounts[5] });

        static Dictionary<string, string> Merges(IReadOnlyDictionary<RecordKind, List<SourceChange>> seen) =>
            seen[RecordKind.Account].Where(c => c.MergedInto is not null).ToDictionary(c => c.Key, c => c.MergedInto!);
    }

    [Fact]
    public async Task Records_ThatGoWhilePagesAreRead_HideNoOthers()
    {
        await using var org = await LiveOrg.StartAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.ShortPages) { Size = 100 });
        var accounts = org.SeedAccounts(450);
        var seen = new Dictionary<string, SourceChange>();
        Checkpoint? next = null;
        var page = 0;
        var source = org.Connection.Sources.Single(s => s.Kind == RecordKind.Account);
        await foreach (var some in source.ReadPagesAsync(null, CancellationToken.None))
        {
            foreach (var change in some.Changes)
                seen[change.Key] = change;
            next = some.Next;
            org.Clock.Advance(TimeSpan.FromSeconds(1));
            if (page++ == 1)
            {
                org.Org.Delete(accounts[50]);
                org.Org.Delete(accounts[350]);
            }
        }

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        await foreach (var some in source.ReadPagesAsync(next, CancellationToken.None))
        {
            foreach (var change in some.Changes)
                seen[change.Key] = change;
        }

        seen.Keys.ShouldBe(accounts, ignoreOrder: true);
        seen.Values.Where(c => c.Current is null).Select(c => c.Key).ShouldBe([accounts[50], accounts[350]], ignoreOrder: true);
    }

    [Fact]
    public async Task HiddenCreditFields_CostOneDescription_AndAreNotShown()
    {
        await using var org = await LiveOrg.StartAsync();
        foreach (var field in new[] { "Credit_Score__c", "Credit_Limit__c", "Credit_Message__c" })
            org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = field });
        org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Opportunity", Field = "Credit_Check_Status__c" });
        var account = org.SeedAccounts(1)[0];
        org.CreateOpportunity(account);
        org.Org.Update(account, ("Risk_Band__c", "B"));

        var seen = await org.PollAsync();

        org.Server.Calls.Total.ShouldBe(5, "the first poll in two calls, one description, accounts and deals without the hidden fields");
        var shown = seen[RecordKind.Account].ShouldHaveSingleItem();
        shown.Shown!.Keys.ShouldNotContain(CreditFields.Account.Score);
        shown.Shown[CreditFields.Account.Band].ShouldBe(FieldValue.Text("B"));
        shown.ChangedBy.ShouldBe(org.Org.UserId(SandboxServerOptions.AdministratorUsername));
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Server.Calls.Reset();
        await org.PollAsync();
        org.Server.Calls.Total.ShouldBe(1);
    }

    [Fact]
    public async Task OwnWrites_AreShownAsTheyWereWritten()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        var values = new Dictionary<CreditField, FieldValue>
        {
            [CreditFields.Account.Score] = FieldValue.Number(62),
            [CreditFields.Account.Limit] = FieldValue.Number(1234.56m),
            [CreditFields.Account.Band] = FieldValue.Text("B"),
            [CreditFields.Account.Hold] = FieldValue.Flag(true),
            [CreditFields.Account.Message] = FieldValue.Text("One.\nTwo."),
            [CreditFields.Account.NextReview] = FieldValue.Date(new DateOnly(2027, 1, 31)),
            [CreditFields.Account.CheckedAt] = FieldValue.Instant(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero)),
            [CreditFields.Account.HoldReason] = FieldValue.Empty,
        };
        await org.Connection.Sink.WriteAsync([new FieldWrite(new TargetRecord(RecordKind.Account, account), values)], CancellationToken.None);

        var change = (await org.PollAsync())[RecordKind.Account].ShouldHaveSingleItem();

        foreach (var (field, value) in values)
            change.Shown![field].ShouldBe(value, field.FullName);
        change.ChangedBy.ShouldBe(org.Org.UserId(SandboxServerOptions.IntegrationUsername));
    }

    [Fact]
    public async Task LateCommit_BeyondTheOverlap_IsFoundByVerification()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.PollAsync();

        org.Server.Faults.Add(new FaultRule(FaultKind.LateCommit) { Delay = TimeSpan.FromHours(3), Record = accounts[0] });
        await org.Connection.Sink.WriteAsync([new FieldWrite(new TargetRecord(RecordKind.Account, accounts[0]),
            new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(1) })], CancellationToken.None);
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(accounts[1], ("Industry", "Energy"));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromHours(1));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromHours(3));
        (await org.PollAsync())[RecordKind.Account].ShouldBeEmpty("it lies behind the mark that was passed for good");

        org.Server.Calls.Reset();
        var found = await org.VerifyAsync(kind => org.Org.Query($"SELECT Id FROM {(kind == RecordKind.Stage ? "OpportunityStage" : kind == RecordKind.User ? "User" : "Account")}").Count);

        found[RecordKind.Account].ShouldAllBe(p => p.ShouldBeKnown && p.Page.FullSet == null);
        found[RecordKind.Account].SelectMany(p => p.Page.Changes).Single(c => c.Key == accounts[0]).Shown![CreditFields.Account.Score].ShouldBe(FieldValue.Number(1));
        org.Server.Calls.Total.ShouldBe(2, "one for what changed lately, one for the numbers of all objects");
    }
}
