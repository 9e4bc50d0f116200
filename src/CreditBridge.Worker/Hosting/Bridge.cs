using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Plans;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery;
using CreditBridge.Worker.Hosting.Forecasts;
using CreditBridge.Worker.Hosting.Plans;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Hosting.Reviews;
using CreditBridge.Worker.Resilience;

namespace CreditBridge.Worker.Hosting;

/// <summary>
/// The assembled product: the database, the connections, the policy and the runs. The command line, the HTTP endpoints and the schedule all hold this one object.
/// </summary>
internal sealed class Bridge : IAsyncDisposable
{
    private readonly CycleRun _cycle;
    private readonly SyncRun _sync;
    private readonly RunSettings _settings;
    private readonly SemaphoreSlim _oneCycle = new(1, 1);
    private readonly CycleLog _log;
    private readonly ResilientTransport _transport;
    private bool _repaired;
    private string? _storedPolicy;

    private Bridge(
        LoadedConfiguration configuration, BridgeDatabase database, IReadOnlyList<IConnection> connections, PolicyFile policy, ResilientTransport transport, CycleLog log, TimeProvider clock)
    {
        _log = log;
        _transport = transport;
        Database = database;
        Connections = connections;
        Policy = policy;
        Clock = clock;
        Zone = configuration.Options.Bridge.Zone;
        PollSeconds = configuration.Options.Schedule.PollSeconds;
        StartedAt = clock.GetUtcNow();
        var settings = _settings = configuration.Options.Runs.ToSettings(ProcessIdentity.Of(configuration.Options.Bridge.NodeName));
        Dispatch = new DispatchRun(database.Outbox, settings, clock, Jitter.Next);
        Budget = configuration.Options.Bureaus.Budget;
        Bureaus = new BureauRun(database.Snapshots, database.SnapshotReader, database.Decisions, database.ReportOrders, database.Engine, settings, clock);
        _sync = new SyncRun(database.Snapshots, database.Engine, settings, clock);
        var reviews = new ReviewRun(database.Reviews, database.Snapshots, database.SnapshotReader, clock);
        _cycle = new CycleRun(
            _sync,
            new EvaluationRun(database.Accounts, database.SnapshotReader, database.Decisions, database.Engine, settings, clock, reviews),
            Dispatch,
            database.Outbox,
            database.Engine,
            clock,
            new VerificationRun(database.Snapshots, database.Engine, settings, configuration.Options.Schedule.Verification, clock),
            Bureaus,
            Budget,
            new LinkRun(Links = LinkFile.Of(configuration, database.Engine), database.Links, clock),
            reviews);
        Identifiers = configuration.Options.Accounts.Identifiers;
        Alerts = new AlertDesk(configuration, database, connections.FirstOrDefault(c => c.Sink is not null)?.Alerts, settings, clock);
        Alerts.Sources.Add(new WorkloadAlerts(database.Forecasts));
        Alerts.Sources.Add(new ReviewAlertSource(this));
        Forecasts = new ForecastDesk(this, configuration.Options.Forecast, settings);
        MailFrom = configuration.Options.Mail.From;
        ForecastMail = new ForecastMailer(this, Forecasts, Alerts.Mailer, configuration.Options.Mail.To, settings);
    }

    /// <summary>The database.</summary>
    public BridgeDatabase Database { get; }

    /// <summary>All connections, in the order of the configuration.</summary>
    public IReadOnlyList<IConnection> Connections { get; }

    /// <summary>The connection that is written to.</summary>
    public IConnection Crm => Connections.First(c => c.Sink is not null);

    /// <summary>What writes; the service lets it work beside the cycles.</summary>
    public DispatchRun Dispatch { get; }

    /// <summary>Buys reports, and says which it would buy.</summary>
    public BureauRun Bureaus { get; }

    /// <summary>The forecast of reviews.</summary>
    public ForecastDesk Forecasts { get; }

    /// <summary>Address that mail comes from; null when none is configured.</summary>
    public string? MailFrom { get; }

    /// <summary>Sends the forecast every week.</summary>
    public ForecastMailer ForecastMail { get; }

    /// <summary>What may be spent on reports; null for nothing.</summary>
    public BureauBudget? Budget { get; }

    /// <summary>The connections that tell of changes as they happen, and how each of them fares.</summary>
    public IEnumerable<(string Connection, ChangeFeedStatus Status)> Feeds =>
        Connections.Where(connection => connection.Feed is not null).Select(connection => (connection.Name, connection.Feed!.Status));

    /// <summary>Keeps the watch list, and tells people what must not wait.</summary>
    public AlertDesk Alerts { get; }

    /// <summary>Which accounts are which ERP customers by a person's decision.</summary>
    public LinkFile Links { get; }

    /// <summary>Which attributes identify a company in the CRM and in the ERPs.</summary>
    public IdentifierOptions Identifiers { get; }

    /// <summary>The policy document.</summary>
    public PolicyFile Policy { get; }

    /// <summary>The active policy.</summary>
    public CreditPolicy ActivePolicy { get; private set; } = null!;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Time zone of the company.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Seconds between two polls of the service.</summary>
    public int PollSeconds { get; }

    /// <summary>When this process opened the bridge.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Told after each cycle what it came to.</summary>
    public event Action<CycleReport>? CycleEnded;

    /// <summary>What the last cycle of this process came to; null before the first.</summary>
    public CycleReport? LastCycle { get; private set; }

    /// <summary>Whether the last cycle failed as a whole; the log says why.</summary>
    public bool LastCycleFailed { get; private set; }

    /// <summary>When the last cycle of this process ended; null before the first.</summary>
    public DateTimeOffset? LastCycleAt { get; private set; }

    /// <summary>What the last verification of any process found; null before the first, and before the first cycle of this process.</summary>
    public VerificationStanding? LastVerification { get; private set; }

    /// <summary>What the cycles of this process came to, all together.</summary>
    public RunTotals Totals { get; private set; } = new();

    /// <summary>Reports bought this month against the budget, as of the last cycle; null without a budget, and before the first cycle.</summary>
    public BureauStanding? LastBureaus { get; private set; }

    /// <summary>How many cycles failed as a whole since the start.</summary>
    public long FailedCycles { get; private set; }

    /// <summary>Opens everything: database migrated, connections built, policy read. Nothing is read from or written to the connected systems.</summary>
    public static async Task<OpenedBridge> OpenAsync(
        LoadedConfiguration configuration, ILoggerFactory logging, TimeProvider clock, CancellationToken cancellationToken, bool needsPolicy = true, int? checkRows = null)
    {
        var options = configuration.Options;
        var problems = new List<Problem>();
        var policy = new PolicyFile(options.Policy.File is { } file ? Path.GetFullPath(file, configuration.BaseDirectory) : ShippedFiles.Policy);
        var active = await policy.GetAsync(cancellationToken);
        var database = BridgeDatabase.Open(options.Storage, configuration.BaseDirectory, clock);
        await database.MigrateAsync(cancellationToken);
        active ??= await LastGoodPolicyAsync(database, policy, cancellationToken);
        if (needsPolicy && active is null)
            problems.AddRange(policy.Problems.Select(p => InWords(policy, p)));
        await ReleaseWorkOfTheDeadAsync(database, options.Bridge.NodeName, cancellationToken);
        var sockets = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            UseCookies = false,
        };
        var transport = new ResilientTransport(sockets, options.Transport, clock, Jitter.Next, logging.CreateLogger<ResilientTransport>());
        var connections = new List<IConnection>();
        foreach (var connection in options.Connections.Values)
        {
            var context = new ConnectionContext(connection.Name, clock)
            {
                BaseDirectory = configuration.BaseDirectory,
                Transport = () => transport,
                State = new StoredConnectionState(database.Engine, connection.Name),
                Process = ProcessIdentity.Of(options.Bridge.NodeName),
                HasEnded = process => ProcessIdentity.IsGone(process, options.Bridge.NodeName),
                Jitter = Jitter.Next,
                CheckRows = checkRows ?? ConnectionContext.DefaultCheckRows,
                ClaimedAsync = database.Links.FindClaimedAsync,
                HasReceipt = (kind, id, token) => database.Snapshots.HasReceiptAsync(connection.Name, kind, id, token),
            };
            connections.Add(connection.Connector.Connect(context, connection.Options));
        }

        if (connections.Count(c => c.Sink is not null) is var sinks and not 1)
        {
            problems.Add(new Problem("Connections", sinks == 0 ? "No connection can be written to." : $"{sinks} connections can be written to; there can be only one CRM.",
                "Declare exactly one connection of type Salesforce."));
        }

        var bridge = new Bridge(configuration, database, connections, policy, transport, new CycleLog(logging.CreateLogger<CycleLog>(), clock), clock);
        if (active is not null)
            bridge.ActivePolicy = active;
        return new OpenedBridge(bridge, problems);
    }

    /// <summary>A mistake of the policy file for people.</summary>
    public static Problem InWords(PolicyFile policy, PolicyProblem problem) => new(
        problem.Line > 0 ? $"{policy.Path}:{problem.Line}:{problem.Column}" : policy.Path,
        problem.Path.Length > 0 ? $"{problem.Path}: {problem.Message}" : problem.Message,
        problem.Suggestion is null ? null : $"Did you mean '{problem.Suggestion}'?");

    // The file was spoilt while no process ran: what was active last stays active, as it would have with a process running.
    private static async Task<CreditPolicy?> LastGoodPolicyAsync(BridgeDatabase database, PolicyFile file, CancellationToken cancellationToken)
    {
        if (await database.Engine.GetValueAsync("policy", cancellationToken) is not { } version
            || await database.Engine.GetValueAsync($"policy/{version}", cancellationToken) is not { } text
            || CreditPolicyParser.Parse(text, "policy.yaml").Policy is not { } policy)
            return null;
        file.UseStored(policy, text);
        return policy;
    }

    /// <summary>Notes that a cycle failed as a whole.</summary>
    public void CycleHasFailed()
    {
        LastCycleFailed = true;
        FailedCycles++;
    }

    /// <summary>Runs one cycle under the policy as it is now; waits for the one under way in this process.</summary>
    /// <param name="write">Whether differences are written to the CRM.</param>
    /// <param name="progress">Told how far the cycle is.</param>
    /// <param name="cancellationToken">Stops the cycle.</param>
    /// <param name="began">Told when the wait is over, before anything is read.</param>
    /// <param name="verify">Whether a longer past is read again even when that is not due.</param>
    public async Task<CycleReport> RunCycleAsync(bool write, IProgress<RunProgress>? progress, CancellationToken cancellationToken, Action? began = null, bool verify = false)
    {
        await _oneCycle.WaitAsync(cancellationToken);
        try
        {
            began?.Invoke();
            return await RunCycleAloneAsync(write, progress, verify, cancellationToken);
        }
        finally
        {
            _oneCycle.Release();
        }
    }

    /// <summary>Reads and evaluates, compares a plan with what it finds, and writes what was planned when nothing has moved; otherwise nothing.</summary>
    public async Task<AppliedPlan> ApplyAsync(PlanFile plan, IProgress<RunProgress>? progress, CancellationToken cancellationToken, bool verify = false)
    {
        await _oneCycle.WaitAsync(cancellationToken);
        try
        {
            var report = await RunCycleAloneAsync(write: false, progress, verify, cancellationToken);
            var applied = new AppliedPlan(report) { WhyNot = plan.Origin.WhyNot(await PlanOrigin.OfAsync(this, cancellationToken), plan.Path) ?? NotKnown(report) };
            if (applied.IsRefused)
                return applied;
            var match = await PlanMatch.ReadAsync(this, plan, cancellationToken);
            applied = applied with { Planned = match.Planned, Shown = match.Shown, Refused = match.Refused, Moved = match.Moved, MovedRecords = match.MovedRecords };
            if (applied.IsRefused || match.Chosen.Count == 0)
                return applied;
            await using var dispatch = new DispatchRun(new PlannedOutbox(Database.Outbox, match.Chosen), _settings, Clock, Jitter.Next);
            report = await _cycle.WriteAsync(report, Crm, dispatch, progress, cancellationToken);
            await EndAsync(report, cancellationToken);
            var settled = report.Dispatch!.Delivered + report.Dispatch.Retrying + report.Dispatch.ParkedCount + report.Dispatch.Gone;
            return applied with { Report = report, NotSent = Math.Max(0, match.Chosen.Count - settled) };
        }
        finally
        {
            _oneCycle.Release();
        }
    }

    /// <summary>What has never been read to its end: as long as there is something, nothing is decided.</summary>
    public Task<IReadOnlyList<NeverRead>> FindNeverReadAsync(CancellationToken cancellationToken) => _sync.FindNeverReadAsync(Connections, cancellationToken);

    /// <summary>Accounts that name customers that no ERP delivers, and the first of their keys; null while an ERP has never been read to its end, so that nobody can tell.</summary>
    public async Task<UndeliveredKeys?> FindUndeliveredKeysAsync(int max, CancellationToken cancellationToken) =>
        (await FindNeverReadAsync(cancellationToken)).Any(n => n.Kind == RecordKind.ErpCustomer) ? null : await Database.Accounts.FindUndeliveredKeysAsync(max, cancellationToken);

    // What could not be read may be what has moved.
    private static Problem? NotKnown(CycleReport report)
    {
        if (report.NeverRead.Count > 0)
            return new Problem("plan", $"Nothing may be written: never read to the end were {string.Join(", ", report.NeverRead.Select(n => $"{n.Connection} {n.Kind}"))}.", "Repair what keeps them from being read.");
        return report.Sync.Sources.FirstOrDefault(s => s.Failure is not null) is { } failed
            ? new Problem($"{failed.Connection} {failed.Kind}", $"It cannot be told whether the world has moved: {failed.Failure!.Message}", failed.Failure.NextStep)
            : null;
    }

    private async Task<CycleReport> RunCycleAloneAsync(bool write, IProgress<RunProgress>? progress, bool verify, CancellationToken cancellationToken)
    {
        ActivePolicy = await Policy.GetAsync(cancellationToken) ?? ActivePolicy;
        if (_storedPolicy != ActivePolicy.VersionText)
        {
            await Database.Engine.SetValueAsync($"policy/{ActivePolicy.VersionText}", Policy.ActiveText, cancellationToken);
            _storedPolicy = ActivePolicy.VersionText;
        }

        if (!_repaired)
        {
            // What an admin had to repair may have been repaired since the last process: try it once more.
            await Database.Outbox.UnparkAsync([Abstractions.Failures.FailureKind.Configuration], cancellationToken);
            _repaired = true;
        }

        var report = await _cycle.RunAsync(Connections, Crm, ActivePolicy, Zone, write, progress, cancellationToken, verify);
        await Database.History.PruneAsync(Clock.GetUtcNow(), cancellationToken);
        await Database.Drift.PruneAsync(Clock.GetUtcNow(), cancellationToken);
        await EndAsync(report, cancellationToken);
        return report;
    }

    private async Task EndAsync(CycleReport report, CancellationToken cancellationToken)
    {
        LastCycleFailed = false;
        LastCycle = report;
        LastCycleAt = Clock.GetUtcNow();
        Totals = Totals.With(report);
        LastBureaus = await BureauStanding.ReadAsync(this, cancellationToken);
        LastVerification = report.Verification is { } verification
            ? VerificationStanding.Of(verification, LastCycleAt.Value)
            : LastVerification ?? (await LastRun.ReadAsync(Database.Engine, cancellationToken))?.Verification;
        await LastRun.Of(report, LastCycleAt.Value, Connections, LastVerification).StoreAsync(Database.Engine, cancellationToken);
        _log.Write(report, Policy.Problems.Select(p => p.ToString()), Crm.Usage);
        CycleEnded?.Invoke(report);
    }

    // What a killed process of this machine had leased goes on at once, instead of when its leases run out.
    private static async Task ReleaseWorkOfTheDeadAsync(BridgeDatabase database, string node, CancellationToken cancellationToken)
    {
        foreach (var holder in await database.Engine.ListHoldersAsync(cancellationToken))
        {
            if (ProcessIdentity.IsGone(holder, node))
                await database.Engine.ReleaseAllAsync(holder, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Forecasts.Dispose();
        await Dispatch.DisposeAsync();
        Alerts.Dispose();
        foreach (var connection in Connections)
            await connection.DisposeAsync();
        await Database.DisposeAsync();
        _transport.Dispose();
        _oneCycle.Dispose();
    }
}

/// <summary>A bridge, and why it must not be used if something is wrong.</summary>
/// <param name="Bridge">The bridge.</param>
/// <param name="Problems">What is wrong; empty when it may be used.</param>
internal sealed record OpenedBridge(Bridge Bridge, IReadOnlyList<Problem> Problems) : IAsyncDisposable
{
    /// <inheritdoc />
    public ValueTask DisposeAsync() => Bridge.DisposeAsync();
}
