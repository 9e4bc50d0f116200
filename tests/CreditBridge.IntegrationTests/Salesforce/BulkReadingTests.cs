using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

public sealed class BulkReadingTests
{
    [Fact]
    public async Task FirstLoad_OfManyAccounts_IsOneJob()
    {
        await using var org = await LiveOrg.StartAsync(options: From(5_000));
        var accounts = org.SeedAccounts(25_000);
        org.Clock.Advance(TimeSpan.FromMinutes(1));

        (await org.PollAsync())[RecordKind.Account].Select(c => c.Key).ShouldBe(accounts, ignoreOrder: true);
        org.Server.Calls.Total.ShouldBeLessThanOrEqualTo(6, "the first poll in two calls, the job, two looks, one piece");

        // Within the overlap nothing is read twice; after it once more, and then never again.
        org.Server.Calls.Reset();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        (await org.PollAsync())[RecordKind.Account].ShouldBeEmpty();
        org.Server.Calls.Total.ShouldBe(1);
        org.Clock.Advance(TimeSpan.FromMinutes(30));
        (await org.PollAsync())[RecordKind.Account].Count.ShouldBe(25_000);
        org.Server.Calls.Reset();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        (await org.PollAsync())[RecordKind.Account].ShouldBeEmpty();
        org.Server.Calls.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Records_AreTheSameAsPageByPage()
    {
        await using var org = await LiveOrg.StartAsync(options: From(500));
        var accounts = org.SeedAccounts(2_500);
        foreach (var account in accounts.Take(300))
            org.Org.Update(account, ("Industry", "Energy, \"green\"\nand grey"), ("ERP_Customer_Keys__c", "1000/C1"), ("Credit_Score__c", 62.5m), ("Credit_Hold__c", true));
        org.Org.Merge(accounts[0], accounts[1]);
        var bulk = (await org.PollAsync())[RecordKind.Account].ToDictionary(c => c.Key);

        await using var paged = new SalesforceConnection(new("crm", org.Clock), From(0)(org.Options));
        await foreach (var page in paged.Sources.Single(s => s.Kind == RecordKind.Account).ReadPagesAsync(null, CancellationToken.None))
        {
            foreach (var change in page.Changes)
            {
                Json(bulk[change.Key].Current).ShouldBe(Json(change.Current));
                bulk[change.Key].MergedInto.ShouldBe(change.MergedInto);
                bulk[change.Key].ChangedAt.ShouldBe(change.ChangedAt);
                bulk[change.Key].ChangedBy.ShouldBe(change.ChangedBy);
                bulk[change.Key].Shown.ShouldBe(change.Shown, ignoreOrder: true);
            }
        }
    }

    [Theory]
    [InlineData(FaultKind.TruncatedBody, "/results")]
    [InlineData(FaultKind.HtmlResponse, "/results")]
    [InlineData(FaultKind.EmptyResponse, "/results")]
    [InlineData(FaultKind.LostResponse, "/results")]
    [InlineData(FaultKind.ExpiredSession, "/results")]
    [InlineData(FaultKind.ExpiredSession, "/jobs/query")]
    [InlineData(FaultKind.EmptyResponse, "/jobs/query/750")]
    [InlineData(FaultKind.LostResponse, "/jobs/query/750")]
    public async Task Faults_OnTheWay_LoseNothing(FaultKind fault, string path)
    {
        await using var org = await LiveOrg.StartAsync(options: From(500));
        var accounts = org.SeedAccounts(2_300);
        org.Server.Faults.Add(new FaultRule(fault) { Path = path, Times = 1 });

        (await org.PollAsync())[RecordKind.Account].Select(c => c.Key).ShouldBe(accounts, ignoreOrder: true);
    }

    [Fact]
    public async Task OrgWithoutBulk_IsReadPageByPage()
    {
        await using var org = await LiveOrg.StartAsync(options: From(500));
        var accounts = org.SeedAccounts(4_100);
        org.Server.Faults.Add(new FaultRule(FaultKind.ErrorResponse) { Path = "/jobs/query", Status = 400, Code = "LIMIT_EXCEEDED", Message = "Job limit exceeded" });

        (await org.PollAsync())[RecordKind.Account].Select(c => c.Key).ShouldBe(accounts, ignoreOrder: true);
        org.Connection.Usage.Calls.ShouldBe(5, "the first poll in two calls, the refused job, two more pages");
    }

    private static Func<SalesforceOptions, SalesforceOptions> From(int records) => o => new SalesforceOptions
    {
        LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem, OrgCurrency = o.OrgCurrency, CustomerKeys = o.CustomerKeys,
        BulkReadRecords = records,
    };

    private static string Json(SourceRecord? record) => record is null ? "" : System.Text.Json.JsonSerializer.Serialize(record, record.GetType());
}
