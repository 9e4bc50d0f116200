using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>The engine on a SQLite file, in a process that may die: a dead one is replaced by a new one that knows only what was committed.</summary>
internal sealed class SimulatedEngine : IAsyncDisposable
{
    private readonly BridgeDatabase _database;
    private readonly SimulatedWorld _world;
    private readonly SimulatedFaults _faults;
    private readonly ManualClock _clock;
    private readonly CreditPolicy _policy;
    private CycleRun _cycle = null!;

    private SimulatedEngine(BridgeDatabase database, SimulatedWorld world, SimulatedFaults faults, ManualClock clock)
    {
        (_database, _world, _faults, _clock) = (database, world, faults, clock);
        var file = Path.Combine(AppContext.BaseDirectory, "config", "policies", "starter.yaml");
        _policy = CreditPolicyParser.Parse(File.ReadAllText(file), "policy.yaml").Policy!;
        Reborn();
    }

    public int Deaths { get; private set; }

    public static async Task<SimulatedEngine> StartAsync(string file, SimulatedWorld world, SimulatedFaults faults, ManualClock clock)
    {
        var database = BridgeDatabase.Open(new StorageOptions { SqlitePath = file }, clock: clock);
        await database.MigrateAsync(CancellationToken.None);
        return new SimulatedEngine(database, world, faults, clock);
    }

    public Task<CycleReport> CycleAsync()
    {
        var connections = _world.Connections;
        return _cycle.RunAsync(connections, connections[0], _policy, TimeZoneInfo.Utc, write: true, progress: null, CancellationToken.None);
    }

    public async Task CycleOrDieAsync()
    {
        try
        {
            await CycleAsync();
        }
        catch (SimulatedCrashException)
        {
            Deaths++;
            Reborn();
        }
    }

    /// <summary>Cycles, past every wait and lease, until nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 50; i++)
        {
            var report = await CycleAsync();
            if (report.Evaluation.Accounts > 0 || report.Dispatch?.Delivered > 0 || report.Sync.Total.ChangedAnything)
                continue;
            if (report.Outbox.Pending == 0 && await _database.Accounts.CountDueAsync(_clock.GetUtcNow(), CancellationToken.None) == 0)
                return;
            _clock.Advance(TimeSpan.FromMinutes(61));
        }

        throw new InvalidOperationException("The engine does not come to rest.");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private void Reborn()
    {
        var settings = new RunSettings($"process {Deaths}") { EvaluationBatchSize = 4 };
        _cycle = new CycleRun(
            new SyncRun(new CrashingSnapshotStore(_database.Snapshots, _faults), _database.Engine, settings, _clock),
            new EvaluationRun(new CrashingAccountStore(_database.Accounts, _faults), _database.SnapshotReader, _database.Decisions, _database.Engine, settings, _clock),
            new DispatchRun(new CrashingOutboxStore(_database.Outbox, _faults), settings, _clock, () => 0.5),
            _database.Outbox,
            _database.Engine,
            _clock);
    }
}
