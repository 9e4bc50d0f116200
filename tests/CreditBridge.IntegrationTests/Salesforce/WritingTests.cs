using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

public sealed class WritingTests
{
    [Fact]
    public async Task ThousandChangedAccounts_CostOneCountedCall()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(1000);

        var outcomes = await org.Connection.Sink.WriteAsync([.. accounts.Select((id, i) => Score(id, i))], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        org.Server.Calls.Total.ShouldBe(1);
        org.Server.Calls.RecordsWritten.ShouldBe(1000);
        org.Org.Find(accounts[712])!.Number("Credit_Score__c").ShouldBe(712m);
    }

    [Fact]
    public async Task EveryField_ArrivesAsItWasMeant()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var deal = org.CreateOpportunity(account);
        var moment = new DateTimeOffset(2026, 11, 21, 12, 34, 56, TimeSpan.Zero);

        var outcomes = await org.Connection.Sink.WriteAsync(
            [
                new FieldWrite(new TargetRecord(RecordKind.Account, account), CreditFields.All.Where(f => f.Target == RecordKind.Account).ToDictionary(f => f, f => Value(f, moment))),
                new FieldWrite(new TargetRecord(RecordKind.Opportunity, deal), CreditFields.All.Where(f => f.Target == RecordKind.Opportunity).ToDictionary(f => f, f => Value(f, moment))) { ParentKey = account },
            ], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        var record = org.Org.Find(account)!;
        record.Number("Credit_Limit__c").ShouldBe(1234.57m);
        record.Text("Credit_Limit_Status__c").ShouldBe("Amount");
        record.Flag("Credit_Hold__c").ShouldBeTrue();
        record["Next_Credit_Review__c"].ShouldBe(new DateOnly(2027, 1, 31));
        record["Credit_Checked_At__c"].ShouldBe(moment);
        org.Org.Find(deal)!.Number("Headroom_After_Deal__c").ShouldBe(1234.57m);

        await org.Connection.Sink.WriteAsync(
            [new FieldWrite(new TargetRecord(RecordKind.Account, account), new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Limit] = FieldValue.Empty })], CancellationToken.None);
        org.Org.Find(account)!["Credit_Limit__c"].ShouldBeNull();
        org.Org.Find(account)!.Flag("Credit_Hold__c").ShouldBeTrue();
    }

    [Fact]
    public async Task OwnWrites_ComeBackThroughThePollAsTheSameRecord()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var before = (await org.PollAsync())[RecordKind.Account][0].Current;

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        await org.Connection.Sink.WriteAsync([Score(account, 5)], CancellationToken.None);

        var after = (await org.PollAsync())[RecordKind.Account].ShouldHaveSingleItem();
        System.Text.Json.JsonSerializer.Serialize(after.Current, typeof(AccountRecord)).ShouldBe(System.Text.Json.JsonSerializer.Serialize(before, typeof(AccountRecord)));
    }

    [Fact]
    public async Task HiddenField_IsNamedOnceAndTheOthersArrive()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(300);
        org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Risk_Band__c" });

        var outcomes = await org.Connection.Sink.WriteAsync([.. accounts.Select(id => new FieldWrite(new TargetRecord(RecordKind.Account, id),
            new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(1), [CreditFields.Account.Band] = FieldValue.Text("A") }))], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        org.Server.Calls.Total.ShouldBe(3, "the refused write, one description, the write without the field");
        org.Org.Find(accounts[299])!.Number("Credit_Score__c").ShouldBe(1m);
        org.Connection.Sink.Accepts(CreditFields.Account.Band).ShouldBeFalse();
        org.Connection.Sink.Problems.ShouldHaveSingleItem().Subject.ShouldBe("Account.Risk_Band__c");
    }

    [Fact]
    public async Task PermissionSet_NotAssigned_IsAFailureThatDoesNotPass()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        org.Org.RevokePermissionSet(SandboxServerOptions.IntegrationUsername, "CreditBridge_Integration");

        var outcome = (await org.Connection.Sink.WriteAsync([Score(account, 1)], CancellationToken.None))[0];

        outcome.IsDelivered.ShouldBeFalse();
        outcome.Failure!.MayPass.ShouldBeFalse();
        outcome.Failure.NextStep.ShouldNotBeEmpty();
        org.Org.Find(account)!["Credit_Score__c"].ShouldBeNull();
    }

    [Fact]
    public async Task Records_DeletedLockedOrRefused_DoNotHoldUpTheOthers()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(450);
        org.Org.Delete(accounts[3]);
        org.Server.Faults.Add(new FaultRule(FaultKind.LockedRecord) { Record = accounts[250] });
        org.Server.Faults.Add(new FaultRule(FaultKind.RecordError) { Record = accounts[449], Code = "STRING_TOO_LONG", Message = "data value too large", Fields = ["Risk_Band__c"] });

        var outcomes = await org.Connection.Sink.WriteAsync([.. accounts.Select((id, i) => Score(id, i))], CancellationToken.None);

        var failed = outcomes.Select((o, i) => (o, i)).Where(x => !x.o.IsDelivered).ToDictionary(x => x.i, x => x.o.Failure!.Kind);
        failed.ShouldBe(new Dictionary<int, FailureKind> { [3] = FailureKind.Gone, [250] = FailureKind.Transient, [449] = FailureKind.Configuration }, ignoreOrder: true);
        org.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c != null").Count.ShouldBe(447);
    }

    [Fact]
    public async Task LostResponse_IsAPassingFailure_AndRepeatingDoesNoHarm()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(10);
        org.Server.Faults.Add(new FaultRule(FaultKind.LostResponse) { Path = "/composite", Times = 1 });
        FieldWrite[] batch = [.. accounts.Select((id, i) => Score(id, i))];

        (await org.Connection.Sink.WriteAsync(batch, CancellationToken.None)).ShouldAllBe(o => o.Failure!.Kind == FailureKind.Transient);
        (await org.Connection.Sink.WriteAsync(batch, CancellationToken.None)).ShouldAllBe(o => o.IsDelivered);
    }

    [Fact]
    public async Task Check_OfAnOrgInOrder_FindsNothing()
    {
        await using var org = await LiveOrg.StartAsync();
        org.SeedAccounts(1);

        var findings = await CheckAsync(org);

        findings.Where(f => f.Status != CheckStatus.Ok).ShouldBeEmpty();
        org.Server.Calls.Total.ShouldBe(5);
    }

    [Fact]
    public async Task Check_WithoutThePermissionSet_NamesTheObjects()
    {
        await using var org = await LiveOrg.StartAsync();
        org.Org.RevokePermissionSet(SandboxServerOptions.IntegrationUsername, "CreditBridge_Integration");

        var findings = await CheckAsync(org);
        var failed = findings.Where(f => f.Status == CheckStatus.Failed).ToList();

        failed.Select(f => f.Subject).ShouldBe(["Sharing", "Account", "Opportunity", "Reading Account", "Reading Opportunity"], ignoreOrder: true);
        findings.Where(f => f.Status == CheckStatus.Warning).Select(f => f.Subject).ShouldContain("Credit_Review__c");
        failed.ShouldAllBe(f => f.NextStep!.Contains("CreditBridge_Integration"));
    }

    [Fact]
    public async Task Check_WithHiddenFields_NamesEachOfThem()
    {
        await using var org = await LiveOrg.StartAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Credit_Hold__c" });
        org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "ERP_Customer_Keys__c" });

        var failed = (await CheckAsync(org)).Where(f => f.Status == CheckStatus.Failed).ToDictionary(f => f.Subject);

        failed.Keys.ShouldBe(["Account.Credit_Hold__c", "Account.ERP_Customer_Keys__c"], ignoreOrder: true);
        failed["Account.ERP_Customer_Keys__c"].NextStep!.ShouldContain("CustomerKeys:Field");
        org.Connection.Sink.Accepts(CreditFields.Account.Hold).ShouldBeFalse("what a check finds is taken over");
    }

    private static async Task<List<CheckFinding>> CheckAsync(LiveOrg org)
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in org.Connection.CheckAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    private static FieldWrite Score(string account, int score) =>
        new(new TargetRecord(RecordKind.Account, account), new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(score) });

    private static FieldValue Value(CreditField field, DateTimeOffset moment) => field.Type switch
    {
        FieldType.Text when field == CreditFields.Account.LimitStatus => FieldValue.Text("Amount"),
        FieldType.Text => FieldValue.Text("EUR and more text than any field of this kind takes"),
        FieldType.LongText => FieldValue.Text(new string('x', 3000)),
        FieldType.Number => FieldValue.Number(12.3m),
        FieldType.Amount => FieldValue.Number(1234.567m),
        FieldType.Flag => FieldValue.Flag(true),
        FieldType.Date => FieldValue.Date(new DateOnly(2027, 1, 31)),
        _ => FieldValue.Instant(moment),
    };
}
