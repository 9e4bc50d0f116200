using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Findings;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Http.Status;

/// <summary>How the running service fares: what the status page and <c>/status</c> show. Nothing in it names a customer; records go by their ids.</summary>
/// <param name="Now">When it was put together.</param>
/// <param name="Health">What <c>/health/ready</c> says.</param>
internal sealed record ServiceStatus(DateTimeOffset Now, ReadinessCheck Health)
{
    /// <summary>The most refused records that are listed.</summary>
    public const int MostListed = 50;

    /// <summary>The most customers that are named.</summary>
    public const int MostNamed = 10;

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Version of the active policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Mistakes of the policy file; empty when it is good.</summary>
    public required IReadOnlyList<string> PolicyMistakes { get; init; }

    /// <summary>Seconds between two polls.</summary>
    public required int PollSeconds { get; init; }

    /// <summary>The last cycle; null before the first.</summary>
    public CycleReport? Cycle { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CycleAt { get; init; }

    /// <summary>All cycles of the process.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>Cost and feed of each connection.</summary>
    public required IReadOnlyList<(string Name, ConnectionUsage Usage, ChangeFeedStatus? Feed)> Connections { get; init; }

    /// <summary>What waits to be written; null when the database does not answer.</summary>
    public OutboxCounts? Outbox { get; init; }

    /// <summary>Refused records, the first fifty.</summary>
    public IReadOnlyList<OutboxEntry> Refused { get; init; } = [];

    /// <summary>Fields that somebody typed over; null when the database does not answer.</summary>
    public DriftCounts? Drift { get; init; }

    /// <summary>Reports bought this month against the budget; null when nothing may be spent on them, or the database does not answer.</summary>
    public BureauStanding? Bureaus { get; init; }
    /// <summary>ERP customers that no account claims; null when the database does not answer.</summary>
    public long? UnclaimedCount { get; init; }

    /// <summary>Their keys, the first ten.</summary>
    public IReadOnlyList<string> Unclaimed { get; init; } = [];

    /// <summary>Customers of accounts that are no longer in their ERP, the first ten.</summary>
    public IReadOnlyList<LostClaim> Lost { get; init; } = [];

    /// <summary>Customers whose keys were taken out of accounts and that stay with them, the first ten.</summary>
    public IReadOnlyList<KeptClaim> Kept { get; init; } = [];

    /// <summary>Accounts that name customers that no ERP delivers, and the first ten of the keys; null when that cannot be told.</summary>
    public UndeliveredKeys? Undelivered { get; init; }

    /// <summary>What is wrong with the data behind the decisions.</summary>
    public FindingSummary Findings { get; init; } = FindingSummary.Nothing;

    /// <summary>The last verification; null before the first.</summary>
    public VerificationStanding? Verification { get; init; }

    /// <summary>Puts it together from the running bridge.</summary>
    public static async Task<ServiceStatus> ReadAsync(Bridge bridge, TimeSpan interval, CancellationToken cancellationToken)
    {
        var health = await ReadinessCheck.RunAsync(bridge, interval, cancellationToken);
        var status = new ServiceStatus(bridge.Clock.GetUtcNow(), health)
        {
            StartedAt = bridge.StartedAt,
            Policy = bridge.ActivePolicy.VersionText,
            PolicyMistakes = [.. bridge.Policy.Problems.Select(p => p.ToString())],
            PollSeconds = bridge.PollSeconds,
            Cycle = bridge.LastCycle,
            CycleAt = bridge.LastCycleAt,
            Totals = bridge.Totals,
            Connections = [.. bridge.Connections.Select(c => (c.Name, c.Usage, c.Feed?.Status))],
            Verification = bridge.LastVerification,
        };
        return health.DatabaseAnswers ? await status.WithStoredAsync(bridge, cancellationToken) : status;
    }

    private async Task<ServiceStatus> WithStoredAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var refused = new List<OutboxEntry>();
        await foreach (var entry in bridge.Database.Outbox.ListAsync(OutboxState.Parked, MostListed, cancellationToken))
            refused.Add(entry);
        return this with
        {
            Outbox = await bridge.Database.Outbox.CountAsync(cancellationToken),
            Refused = refused,
            Bureaus = await BureauStanding.ReadAsync(bridge, cancellationToken),
            Drift = await bridge.Database.Drift.CountAsync(cancellationToken),
            UnclaimedCount = await bridge.Database.Engine.CountUnclaimedAsync(cancellationToken),
            Unclaimed = [.. (await bridge.Database.Engine.ListUnclaimedAsync(MostNamed, cancellationToken)).Select(c => c.Customer)],
            Undelivered = await bridge.FindUndeliveredKeysAsync(MostNamed, cancellationToken),
            Findings = await FindingSummary.ReadAsync(bridge.Database.Engine, AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate, cancellationToken),
            Kept = await bridge.Database.Accounts.ListKeptClaimsAsync(MostNamed, cancellationToken),
            Lost = await bridge.Database.Accounts.ListLostClaimsAsync(MostNamed, cancellationToken),
        };
    }
}
