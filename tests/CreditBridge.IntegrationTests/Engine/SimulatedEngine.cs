using System.Text.RegularExpressions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>The engine on a SQLite file, in a process that may die: a dead one is replaced by a new one that knows only what was committed.</summary>
internal sealed partial class SimulatedEngine : IAsyncDisposable
{
    private readonly BridgeDatabase _database;
    private readonly SimulatedWorld _world;
    private readonly SimulatedFaults _faults;
    private readonly ManualClock _clock;
    private readonly CreditPolicy _policy;
    private readonly SimulatedOrg? _org;
    private CycleRun _cycle = null!;
    private DispatchRun? _dispatch;

    private SimulatedEngine(BridgeDatabase database, SimulatedWorld world, SimulatedFaults faults, ManualClock clock, SimulatedOrg? org)
    {
        (_database, _world, _faults, _clock, _org) = (database, world, faults, clock, org);
        var file = Path.Combine(AppContext.BaseDirectory, "config", "policies", "starter.yaml");
        // A hold that is released later than it begins depends on the past by design, and two engines with different pasts are compared.
        var policy = LateRelease().Replace(File.ReadAllText(file), "");
        _policy = CreditPolicyParser.Parse(policy, "policy.yaml").Policy!;
        Reborn();
    }

    public int Deaths { get; private set; }

    /// <summary>Credit fields that drifted, as the cycles that came to their end reported.</summary>
    public long Drifted { get; private set; }

    public BridgeDatabase Database => _database;

    public static async Task<SimulatedEngine> StartAsync(string file, SimulatedWorld world, SimulatedFaults faults, ManualClock clock, SimulatedOrg? org = null)
    {
        var database = BridgeDatabase.Open(new StorageOptions { SqlitePath = file }, clock: clock);
        await database.MigrateAsync(CancellationToken.None);
        return new SimulatedEngine(database, world, faults, clock, org);
    }

    public async Task<CycleReport> CycleAsync()
    {
        var connections = _world.Connections;
        var report = await _cycle.RunAsync(connections, connections[0], _policy, TimeZoneInfo.Utc, write: true, progress: null, CancellationToken.None);
        Drifted += report.Sync.Total.Drifted;
        return report;
    }

    public async Task CycleOrDieAsync()
    {
        try
        {
            await CycleAsync();
        }
        catch (SimulatedCrashException)
        {
            var dead = $"process {Deaths++}";
            // As a host does at its start with what processes of its machine held when they died. With a CRM of its own, an hour would be more than the whole story.
            if (_org is not null)
                await _database.Engine.ReleaseAllAsync(dead, CancellationToken.None);
            Reborn();
        }
    }

    /// <summary>Cycles, past every wait and lease, and past every change that the CRM has yet to commit, until nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        var busy = "";
        for (var i = 0; i < 50; i++)
        {
            var report = await CycleAsync();
            busy = $"{report.Evaluation.Accounts} decided, {report.Dispatch?.Delivered} delivered, {report.Sync.Total.Drifted} drifted, changed {report.Sync.Total.ChangedAnything}, "
                + $"{report.Outbox.Pending} pending, at rest {_org?.IsAtRest}";
            if (report.Evaluation.Accounts > 0 || report.Dispatch?.Delivered > 0 || report.Sync.Total.ChangedAnything || report.Sync.Total.Drifted > 0)
                continue;
            var isAtRest = report.Outbox.Pending == 0 && await _database.Accounts.CountDueAsync(_clock.GetUtcNow(), CancellationToken.None) == 0;
            if (isAtRest && _org is null or { IsAtRest: true })
                return;
            await PassAnHourAsync();
        }

        throw new InvalidOperationException($"The engine does not come to rest; its last cycle: {busy}.");
    }

    // A slow write has a thread of its own. How many cycles it takes that thread to begin and to end is chance, so cycles must not be counted meanwhile.
    private async Task PassAnHourAsync()
    {
        var ending = _dispatch!.SlowWriteEnding;
        while (!ending.IsCompleted && _org is { IsWritingSlowly: false })
            await Task.Yield();
        _clock.Advance(TimeSpan.FromMinutes(61));
        _org?.CatchUp();
        await ending;
    }

    public async ValueTask DisposeAsync()
    {
        await _dispatch!.DisposeAsync();
        await _database.DisposeAsync();
    }

    private void Reborn()
    {
        var settings = new RunSettings($"process {Deaths}") { EvaluationBatchSize = 4 };
        if (_org is not null)
            settings = settings with { FirstRetry = TimeSpan.FromSeconds(2), LongestRetry = TimeSpan.FromSeconds(30) };
        _org?.StartProcess();
        // What a dead process was still writing goes on in the CRM, and nobody in this one knows of it.
        _dispatch = new DispatchRun(new CrashingOutboxStore(_database.Outbox, _faults), settings, _clock, () => 0.5) { RunsSlowWritesBeside = _org is not null };
        var reviews = new ReviewRun(_database.Reviews, new CrashingSnapshotStore(_database.Snapshots, _faults), _database.SnapshotReader, _clock);
        _cycle = new CycleRun(
            new SyncRun(new CrashingSnapshotStore(_database.Snapshots, _faults), _database.Engine, settings, _clock),
            new EvaluationRun(new CrashingAccountStore(_database.Accounts, _faults), _database.SnapshotReader, _database.Decisions, _database.Engine, settings, _clock, reviews),
            _dispatch,
            _database.Outbox,
            _database.Engine,
            _clock,
            reviews: reviews);
    }

    [GeneratedRegex(@"^ *release_when:.*\n", RegexOptions.Multiline)]
    private static partial Regex LateRelease();
}
