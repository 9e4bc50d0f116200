using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

public sealed class PollingTests
{
    [Fact]
    public async Task Poll_OfAnOrgThatFitsOnAPage_IsOneCountedCall()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(3)[0];
        org.CreateOpportunity(account);

        var first = await org.PollAsync();
        org.Server.Calls.Total.ShouldBe(2, "seven objects that were never read, five to a call");
        org.Connection.Usage.Calls.ShouldBe(2);
        org.Connection.Usage.UsedInPeriod.ShouldBe(2);
        first[RecordKind.Account].Count.ShouldBe(3);
        first[RecordKind.Stage].Count.ShouldBeGreaterThan(5);
        first[RecordKind.User].Count.ShouldBeGreaterThanOrEqualTo(2);
        first[RecordKind.StageChange].Count.ShouldBe(1);
        var deal = first[RecordKind.Opportunity].ShouldHaveSingleItem().Current.ShouldBeOfType<OpportunityRecord>();
        deal.Amount.ShouldBe(Money.Parse("1000 EUR"));
        deal.AccountKey.ShouldBe(account);

        // The window closes after the overlap, for stages, people and history in their turns; then a quiet org costs one call and gives nothing.
        org.Clock.Advance(TimeSpan.FromMinutes(11));
        for (var turn = 0; turn < 3; turn++)
            await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        (await org.PollAsync()).Values.ShouldAllBe(changes => changes.Count == 0);
        org.Server.Calls.Total.ShouldBe(6);
    }

    [Fact]
    public async Task Change_BetweenPolls_IsReadAlone()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(50);
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.PollAsync();

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(accounts[7], ("Industry", "Energy"), ("ERP_Customer_Keys__c", "1000/C1;2000/C2"));
        var seen = await org.PollAsync();

        var account = seen[RecordKind.Account].ShouldHaveSingleItem().Current.ShouldBeOfType<AccountRecord>();
        account.Industry.ShouldBe("Energy");
        account.CustomerKeys.Select(k => k.ToString()).ShouldBe(["erp:1000/C1", "erp:2000/C2"]);
    }

    [Fact]
    public async Task DeletesAndMerges_AreSeen()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(4);
        var deal = org.CreateOpportunity(accounts[3]);
        await org.PollAsync();

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Merge(accounts[0], accounts[1]);
        org.Org.Delete(accounts[2]);
        org.Org.Delete(deal);
        var seen = await org.PollAsync();

        var gone = seen[RecordKind.Account].Where(c => c.Current is null).ToDictionary(c => c.Key, c => c.MergedInto);
        gone.ShouldBe(new Dictionary<string, string?> { [accounts[1]] = accounts[0], [accounts[2]] = null }, ignoreOrder: true);
        seen[RecordKind.Opportunity].ShouldContain(c => c.Key == deal && c.Current == null);
    }

    [Fact]
    public async Task LateCommit_BehindThePosition_IsFound()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.PollAsync();

        // One account is changed in a long transaction; another one is changed later, but visible at once.
        org.Server.Faults.Add(new FaultRule(FaultKind.LateCommit) { Delay = TimeSpan.FromMinutes(5), Record = accounts[0] });
        await org.Connection.Sink.WriteAsync([new FieldWrite(new TargetRecord(RecordKind.Account, accounts[0]),
            new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(1) })], CancellationToken.None);
        org.Clock.Advance(TimeSpan.FromSeconds(30));
        org.Org.Update(accounts[1], ("Industry", "Energy"));
        (await org.PollAsync())[RecordKind.Account].ShouldHaveSingleItem().Key.ShouldBe(accounts[1]);

        // Even when the next poll comes much later than the overlap, the late one is found behind the position.
        org.Clock.Advance(TimeSpan.FromHours(1));
        (await org.PollAsync())[RecordKind.Account].ShouldContain(c => c.Key == accounts[0]);
    }

    [Fact]
    public async Task EqualStamps_OnManySmallPages_AreReadOnceEachAndThenLeftAlone()
    {
        await using var org = await LiveOrg.StartAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.ShortPages) { Size = 100 });
        var accounts = org.SeedAccounts(950);

        var first = await org.PollAsync();
        first[RecordKind.Account].Select(c => c.Key).ShouldBe(accounts, ignoreOrder: true);

        org.Clock.Advance(TimeSpan.FromMinutes(30));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Server.Calls.Reset();
        (await org.PollAsync())[RecordKind.Account].ShouldBeEmpty();
        org.Server.Calls.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Cursor_ThatExpiresInTheMiddle_LosesNothing()
    {
        await using var org = await LiveOrg.StartAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.ShortPages) { Size = 100 });
        org.Server.Faults.Add(new FaultRule(FaultKind.ExpiredCursor) { Skip = 2, Times = 1 });
        var accounts = org.SeedAccounts(550);

        (await org.PollAsync())[RecordKind.Account].Select(c => c.Key).ShouldBe(accounts, ignoreOrder: true);
    }

    [Fact]
    public async Task Session_ThatEndsAndMovesInTheMiddle_IsRenewed()
    {
        await using var org = await LiveOrg.StartAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.ShortPages) { Size = 100 });
        org.Server.Faults.Add(new FaultRule(FaultKind.ExpiredSession) { Path = "/query/", Times = 1 });
        org.Server.Faults.Add(new FaultRule(FaultKind.MovedInstance) { Skip = 1, Times = 1 });
        var accounts = org.SeedAccounts(350);

        (await org.PollAsync())[RecordKind.Account].Select(c => c.Key).ShouldBe(accounts, ignoreOrder: true);
    }

    [Fact]
    public async Task MultiCurrencyOrg_NamesTheCurrencyOfEachRecord()
    {
        await using var org = await LiveOrg.StartAsync(
            o => o with { MultiCurrency = true, ConversionRates = new Dictionary<string, decimal> { ["USD"] = 1.1m } },
            o => new SalesforceOptions { LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem });
        var account = org.SeedAccounts(1)[0];
        org.Org.Create("Opportunity", ("Name", "Deal"), ("AccountId", account), ("StageName", "Qualification"), ("CloseDate", new DateOnly(2027, 3, 31)), ("Amount", 5m), ("CurrencyIsoCode", "USD"));

        (await org.PollAsync())[RecordKind.Opportunity][0].Current.ShouldBeOfType<OpportunityRecord>().Amount.ShouldBe(Money.Parse("5 USD"));
    }

    [Fact]
    public async Task SingleCurrencyOrg_WithoutADeclaredCurrency_SaysWhatToSet()
    {
        await using var org = await LiveOrg.StartAsync(options: o =>
            new SalesforceOptions { LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem });

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.PollAsync())).Failure;

        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.NextStep.ShouldContain("OrgCurrency");
    }

    [Theory]
    [InlineData(FaultKind.HtmlResponse, FailureKind.Transient)]
    [InlineData(FaultKind.EmptyResponse, FailureKind.Transient)]
    [InlineData(FaultKind.TruncatedBody, FailureKind.Transient)]
    [InlineData(FaultKind.LostResponse, FailureKind.Transient)]
    [InlineData(FaultKind.LostRequest, FailureKind.Transient)]
    [InlineData(FaultKind.RefusedSession, FailureKind.Authentication)]
    public async Task Faults_OfEveryKind_AreFailuresThatTheNextPollSurvives(FaultKind fault, FailureKind kind)
    {
        await using var org = await LiveOrg.StartAsync();
        org.SeedAccounts(2);
        org.Server.Faults.Add(new FaultRule(fault) { Path = "/composite", Times = 1 });

        (await Should.ThrowAsync<ConnectorException>(() => org.PollAsync())).Failure.Kind.ShouldBe(kind);

        (await org.PollAsync())[RecordKind.Account].Count.ShouldBe(2);
    }

    [Fact]
    public async Task DailyLimit_UsedUp_IsThrottledAndSaidInPlainWords()
    {
        await using var org = await LiveOrg.StartAsync(o => o with { DailyApiRequests = 2 });
        await org.PollAsync();

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.PollAsync())).Failure;

        failure.Kind.ShouldBe(FailureKind.Throttled);
        failure.RetryAfter.ShouldNotBeNull();
        org.Connection.Usage.AllowedInPeriod.ShouldBe(2);
    }

    [Fact]
    public async Task ClientCredentials_LogInToo()
    {
        await using var org = await LiveOrg.StartAsync(options: o => new SalesforceOptions
        {
            LoginUrl = o.LoginUrl, Flow = LoginFlow.ClientCredentials, ConsumerKey = o.ConsumerKey, ClientSecret = "app-secret", OrgCurrency = "EUR",
        });
        org.SeedAccounts(1);

        (await org.PollAsync())[RecordKind.Account].Count.ShouldBe(1);
    }
}
