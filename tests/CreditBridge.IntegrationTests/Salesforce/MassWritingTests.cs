using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Core.Runs;
using CreditBridge.Sandbox.Faults;
using CreditBridge.TestKit.Simulation;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>Many records at once, from the outbox to the org. The benchmark salesforce-writes does the same with 100,000.</summary>
public sealed class MassWritingTests
{
    private const int Many = 20_000;

    [Fact]
    public async Task ManyAccounts_ByComposite_CostACallPerThousand()
    {
        await using var org = await LiveOrg.StartAsync(options: o => With(o, bulkFrom: 0));
        var outbox = Fill(org.SeedAccounts(Many));

        var report = await DispatchAsync(org, outbox);

        report.Delivered.ShouldBe(Many);
        org.Server.Calls.Total.ShouldBe(20);
        report.Calls.ShouldBe(20);
        org.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = 700").Count.ShouldBe(Many);
    }

    [Fact]
    public async Task ManyAccounts_ByBulk_CostAHandfulOfCalls()
    {
        await using var org = await LiveOrg.StartAsync(options: o => With(o, bulkFrom: 10_000));
        var outbox = Fill(org.SeedAccounts(Many));

        var report = await DispatchAsync(org, outbox);

        report.Delivered.ShouldBe(Many);
        org.Server.Calls.Total.ShouldBeLessThanOrEqualTo(8);
        org.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = 700 AND Risk_Band__c = 'A, \"good\"'").Count.ShouldBe(Many);
        outbox.Settled.ShouldAllBe(s => s.At != null);
    }

    [Fact]
    public async Task JobWithEveryKindOfRow_SortsThemOut()
    {
        await using var org = await LiveOrg.StartAsync(options: o => With(o, bulkFrom: 1_000));
        var accounts = org.SeedAccounts(1_500);
        org.Org.Delete(accounts[1]);
        org.Org.Merge(accounts[2], accounts[3]);
        org.Server.Faults.Add(new FaultRule(FaultKind.LockedRecord) { Record = accounts[4] });
        org.Server.Faults.Add(new FaultRule(FaultKind.RecordError) { Record = accounts[5], Code = "FIELD_CUSTOM_VALIDATION_EXCEPTION", Message = "Ask \"Mary\", please:\nshe knows" });

        var outcomes = await org.Connection.Sink.WriteAsync([.. accounts.Select(Score)], CancellationToken.None);

        outcomes.Count(o => o.IsDelivered).ShouldBe(1_496);
        outcomes[1].Failure!.Kind.ShouldBe(FailureKind.Gone);
        outcomes[3].Failure!.Kind.ShouldBe(FailureKind.Gone);
        outcomes[3].MergedInto.ShouldBe(accounts[2]);
        outcomes[4].Failure!.Kind.ShouldBe(FailureKind.Transient);
        outcomes[5].Failure!.Message.ShouldContain("Ask \"Mary\", please: she knows");
    }

    [Fact]
    public async Task JobThatFailsHalfway_WritesTheRestAfterwards()
    {
        await using var org = await LiveOrg.StartAsync(options: o => With(o, bulkFrom: 1_000));
        var outbox = Fill(org.SeedAccounts(3_000));
        org.Server.Faults.Add(new FaultRule(FaultKind.BulkJobFailed) { Size = 1_200, Times = 1 });

        var first = await DispatchAsync(org, outbox);
        (first.Delivered, first.Retrying).ShouldBe((1_200, 1_800));

        org.Clock.Advance(TimeSpan.FromMinutes(2));
        (await DispatchAsync(org, outbox)).Delivered.ShouldBe(1_800);
        org.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = 700").Count.ShouldBe(3_000);
    }

    [Fact]
    public async Task HiddenColumn_IsNamedOnceAndTheOthersArrive()
    {
        await using var org = await LiveOrg.StartAsync(options: o => With(o, bulkFrom: 1_000));
        var outbox = Fill(org.SeedAccounts(1_500));
        org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Risk_Band__c" });

        var report = await DispatchAsync(org, outbox);

        (report.Delivered, report.ParkedCount).ShouldBe((1_500, 0));
        org.Connection.Sink.Problems.ShouldHaveSingleItem().Subject.ShouldBe("Account.Risk_Band__c");
        org.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = 700").Count.ShouldBe(1_500);
    }

    [Theory]
    [InlineData("/jobs/ingest", "POST")]
    [InlineData("/batches", "PUT")]
    [InlineData("/jobs/ingest/", "PATCH")]
    [InlineData("/jobs/ingest/", "GET")]
    public async Task LostAnswers_OnEveryPath_EndWithEverythingWritten(string path, string method)
    {
        await using var org = await LiveOrg.StartAsync(options: o => With(o, bulkFrom: 1_000));
        var outbox = Fill(org.SeedAccounts(1_200));
        org.Server.Faults.Add(new FaultRule(FaultKind.LostResponse) { Path = path, Method = method, Times = 1 });

        for (var i = 0; i < 3; i++)
        {
            await DispatchAsync(org, outbox);
            org.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        org.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = 700").Count.ShouldBe(1_200);
        outbox.Settled.Count(s => s.Failure is null).ShouldBe(1_200);
        (await org.State.GetAsync("ingest-job", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Hold_IsNotWrittenOverAChangeThatWasNotRead_ButOverOneThatWas()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var target = new TargetRecord(RecordKind.Account, account);
        var outbox = new MemoryOutbox();
        outbox.Stamps[target] = org.Clock.GetUtcNow();
        outbox.Put(target, WriteUrgency.Hold, new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Hold] = FieldValue.Flag(true) });
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(account, ("Name", "Changed meanwhile"));
        org.Clock.Advance(TimeSpan.FromMinutes(1));

        (await DispatchAsync(org, outbox)).Conflicts.ShouldBe(1);
        org.Org.Find(account)!.Flag("Credit_Hold__c").ShouldBeFalse();

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        (await DispatchAsync(org, outbox)).Delivered.ShouldBe(1);
        org.Org.Find(account)!.Flag("Credit_Hold__c").ShouldBeTrue();
        org.Server.Calls.Total.ShouldBe(2);
    }

    [Fact]
    public async Task OwnWrite_OfTheSameSecond_DoesNotRefuseTheNextHold()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var target = new TargetRecord(RecordKind.Account, account);
        var written = (await org.Connection.Sink.WriteAsync([Score(account)], CancellationToken.None))[0];
        var outbox = new MemoryOutbox();
        outbox.Put(target, WriteUrgency.Hold, new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Hold] = FieldValue.Flag(true) }, writtenAt: written.At);

        (await DispatchAsync(org, outbox)).Delivered.ShouldBe(1);
    }

    private static Task<DispatchReport> DispatchAsync(LiveOrg org, MemoryOutbox outbox) =>
        new DispatchRun(outbox, new RunSettings("node"), org.Clock, () => 0.5).RunAsync(org.Connection, null, CancellationToken.None);

    private static MemoryOutbox Fill(IReadOnlyList<string> accounts)
    {
        var outbox = new MemoryOutbox();
        var values = new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(700), [CreditFields.Account.Band] = FieldValue.Text("A, \"good\"") };
        foreach (var account in accounts)
            outbox.Put(new TargetRecord(RecordKind.Account, account), WriteUrgency.Normal, values);
        return outbox;
    }

    private static FieldWrite Score(string account) =>
        new(new TargetRecord(RecordKind.Account, account), new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(700) });

    private static SalesforceOptions With(SalesforceOptions o, int bulkFrom) => new()
    {
        LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem, OrgCurrency = o.OrgCurrency, CustomerKeys = o.CustomerKeys,
        BulkWriteRecords = bulkFrom,
    };
}
