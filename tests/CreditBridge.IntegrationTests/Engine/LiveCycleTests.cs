using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.IntegrationTests.Salesforce;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Storage;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>Whole cycles on a real database against the sandbox org: what they cost, and what verification mends.</summary>
public sealed class LiveCycleTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-cycles-");
    private LiveOrg _org = null!;
    private BridgeDatabase _database = null!;
    private CycleRun _cycle = null!;
    private CreditPolicy _policy = null!;

    public async Task InitializeAsync()
    {
        _org = await LiveOrg.StartAsync();
        _database = BridgeDatabase.Open(new StorageOptions { SqlitePath = Path.Combine(_folder.FullName, "cycles.db") }, clock: _org.Clock);
        await _database.MigrateAsync(CancellationToken.None);
        _policy = CreditPolicyParser.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "config", "policies", "starter.yaml")), "policy.yaml").Policy!;
        var settings = new RunSettings("process");
        _cycle = new CycleRun(
            new SyncRun(_database.Snapshots, _database.Engine, settings, _org.Clock),
            new EvaluationRun(_database.Accounts, _database.SnapshotReader, _database.Decisions, _database.Engine, settings, _org.Clock),
            new DispatchRun(_database.Outbox, settings, _org.Clock, () => 0.5),
            _database.Outbox,
            _database.Engine,
            _org.Clock,
            new VerificationRun(_database.Snapshots, _database.Engine, settings, VerificationSchedule.Default, _org.Clock));
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _org.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Cycles_WithNothingNew_CostOneCallEach_AlsoAfterOwnWrites()
    {
        foreach (var account in _org.SeedAccounts(40))
            _org.CreateOpportunity(account);
        var first = await CycleAsync();
        first.Dispatch!.Delivered.ShouldBeGreaterThanOrEqualTo(40);

        // The echo of our own writes, the closing of the window behind it, and quiet.
        foreach (var minutes in new[] { 1, 1, 30, 1, 1 })
        {
            _org.Clock.Advance(TimeSpan.FromMinutes(minutes));
            _org.Server.Calls.Reset();
            var report = await CycleAsync();
            report.Evaluation.Accounts.ShouldBe(0);
            report.Dispatch!.Delivered.ShouldBe(0);
            report.Sync.Total.Drifted.ShouldBe(0);
            report.Sync.Total.ChangedAnything.ShouldBeFalse();
            report.Calls.ShouldBe(1);
            _org.Server.Calls.Total.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Verification_ComesOnceADay_AndFindsNothingInAnOrgInOrder()
    {
        _org.CreateOpportunity(_org.SeedAccounts(5)[0]);
        (await CycleAsync()).Verification.ShouldBeNull("everything was just read");
        _org.Clock.Advance(TimeSpan.FromHours(23));
        (await CycleAsync()).Verification.ShouldBeNull();
        _org.Clock.Advance(TimeSpan.FromHours(2));

        var verification = (await CycleAsync()).Verification.ShouldNotBeNull();

        verification.Sources.Count.ShouldBe(5);
        verification.Sources.ShouldAllBe(s => s.Failure == null);
        verification.Missed.ShouldBe(0);
        verification.Calls.ShouldBe(2);
        (await CycleAsync()).Verification.ShouldBeNull();
        (await LastVerification.ReadAsync(_database.Engine, "crm", CancellationToken.None))!.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task RecordThatWasMissed_IsEvaluatedInTheSameCycle()
    {
        var accounts = _org.SeedAccounts(3);
        await SettleAsync();
        var deal = _org.CreateOpportunity(accounts[0], "Seen at once");
        await SettleAsync();
        await _database.Snapshots.ApplyAsync(await PageAsync(SourceChange<OpportunityRecord>.Deleted(deal)), CancellationToken.None);

        var report = await CycleAsync(verify: true);

        report.Verification!.Missed.ShouldBe(1);
        report.Verification.Sources.Single(s => s.Kind == RecordKind.Opportunity).Missed.ShouldBe(1);
        report.Evaluation.Accounts.ShouldBe(1);
    }

    [Fact]
    public async Task RecordThatIsNoLongerThere_IsRemovedByACompleteListing()
    {
        _org.CreateOpportunity(_org.SeedAccounts(3)[0]);
        await SettleAsync();
        var ghost = new OpportunityRecord("006000000000999AAA", "Purged", "Qualification", new DateOnly(2027, 1, 1));
        await _database.Snapshots.ApplyAsync(await PageAsync(SourceChange<OpportunityRecord>.Upsert(ghost)), CancellationToken.None);

        var report = await CycleAsync(verify: true);

        report.Verification!.Sources.Single(s => s.Kind == RecordKind.Opportunity).Found.Removed.ShouldBe(1);
        (await CycleAsync(verify: true)).Verification!.Missed.ShouldBe(0);
    }

    [Fact]
    public async Task Verification_ThatFails_StopsNothing_AndIsTriedAgainInAnHour()
    {
        _org.SeedAccounts(2);
        await SettleAsync();
        _org.Clock.Advance(TimeSpan.FromHours(25));
        _org.Server.Faults.Add(new FaultRule(FaultKind.HtmlResponse) { Path = "/composite", Skip = 1, Times = 1 });

        var failed = await CycleAsync();

        failed.Verification!.Sources.ShouldAllBe(s => s.Failure != null);
        failed.Sync.Sources.ShouldAllBe(s => s.Failure == null);
        failed.Outbox.Pending.ShouldBe(0);
        failed.NeedsAttention.ShouldBeTrue();
        (await CycleAsync()).Verification.ShouldBeNull();
        _org.Clock.Advance(TimeSpan.FromMinutes(61));
        (await CycleAsync()).Verification!.Sources.ShouldAllBe(s => s.Failure == null);
    }

    private Task<CycleReport> CycleAsync(bool verify = false) =>
        _cycle.RunAsync([_org.Connection], _org.Connection, _policy, TimeZoneInfo.Utc, write: true, progress: null, CancellationToken.None, verify);

    private async Task SettleAsync()
    {
        await CycleAsync();
        _org.Clock.Advance(TimeSpan.FromMinutes(30));
        await CycleAsync();
        _org.Clock.Advance(TimeSpan.FromMinutes(1));
        await CycleAsync();
    }

    // A page at the position where reading stands.
    private async Task<SnapshotPage> PageAsync(SourceChange<OpportunityRecord> change)
    {
        var at = (await _database.Snapshots.GetCheckpointsAsync("crm", CancellationToken.None)).GetValueOrDefault(RecordKind.Opportunity) ?? new Checkpoint("none");
        return SnapshotIngestor.Prepare("crm", RecordKind.Opportunity, new SourcePage<OpportunityRecord>([change], at), _org.Clock.GetUtcNow());
    }
}
