using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Budget;

/// <summary>
/// Keeps within the calls that CreditBridge may use, and leaves some of the org's to others. Our calls are counted per UTC day in the connection's state, so that
/// restarts and several processes share one count; it is brought up to date with every batch and every poll, not with every call.
/// </summary>
internal sealed class CallBudget(SalesforceOptions options, CallMeter meter, IConnectionState state, TimeProvider clock) : IDisposable
{
    /// <summary>The most calls that a process that dies may leave uncounted.</summary>
    private const long MostUnsaved = 10;

    /// <summary>After this time, what the org said about its limit is too old to forbid anything: a call must find out anew.</summary>
    private static readonly TimeSpan LimitIsFresh = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly long _reserved = (long)options.DailyCalls * options.HoldReservePercent / 100;
    private long _saved;
    private long _used;
    private string? _day;
    private LimitInfo? _limit;
    private DateTimeOffset _limitSeenAt;
    private DateTimeOffset? _lastPoll;

    /// <summary>The pause that the org has forced on us.</summary>
    public LimitPause Pause { get; } = new();

    /// <summary>The bill of the connection, with our own budget if there is one.</summary>
    public ConnectionUsage Usage => options.DailyCalls == 0 ? meter.Usage : meter.Usage with
    {
        OwnInPeriod = OwnCalls,
        OwnBudget = options.DailyCalls,
        ReservedForHolds = _reserved,
    };

    private long OwnCalls => Interlocked.Read(ref _used) + meter.Calls - Interlocked.Read(ref _saved);

    /// <summary>Lets a poll pass.</summary>
    /// <exception cref="ConnectorException">It must not happen now; the failure says when.</exception>
    public async Task RequirePollAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var standing = await StandingAsync(cancellationToken);
        if ((PausedFor(Pause.Left(now)) ?? Spent(standing, now) ?? OrgIsNearlySpent(now) ?? TooSoon(standing, now)) is { } failure)
            throw new ConnectorException(failure);
        _lastPoll = now;
    }

    /// <summary>Lets a further page or a longer look pass, judged by what is known already.</summary>
    /// <exception cref="ConnectorException">It must not happen now; the failure says when.</exception>
    public void RequireRead()
    {
        var now = clock.GetUtcNow();
        var known = new BudgetStanding(options.DailyCalls == 0 ? 0 : OwnCalls, options.DailyCalls, _reserved);
        if ((PausedFor(Pause.Left(now)) ?? Spent(known, now) ?? OrgIsNearlySpent(now)) is { } failure)
            throw new ConnectorException(failure);
    }

    /// <summary>What may be written now: the least urgent writes that may, null for none; and why not everything may.</summary>
    public async Task<(WriteUrgency? Least, Failure? HeldBack)> AllowWritesAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var standing = await StandingAsync(cancellationToken);
        if (Pause.Left(now) is { } left)
            return (Pause.LeftForHolds(now) is null && standing.AllowsHolds ? WriteUrgency.Hold : null, PausedFor(left));
        if ((Spent(standing, now) ?? OrgIsNearlySpent(now)) is { } failure)
            return (standing.AllowsHolds ? WriteUrgency.Hold : null, failure);
        return (WriteUrgency.Normal, null);
    }

    /// <summary>Brings the stored count up to date when many calls were made since the last time.</summary>
    public async Task SaveSomeAsync()
    {
        if (options.DailyCalls > 0 && meter.Calls - Interlocked.Read(ref _saved) >= MostUnsaved)
            await StandingAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<BudgetStanding> StandingAsync(CancellationToken cancellationToken)
    {
        if (options.DailyCalls == 0)
            return new BudgetStanding(0, 0, 0);
        await _one.WaitAsync(cancellationToken);
        try
        {
            var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (_day is { } before && before != day)
                await state.SetAsync(Name(before), null, cancellationToken);
            _day = day;
            var fresh = meter.Calls - _saved;
            var used = await state.AddAsync(Name(day), fresh, cancellationToken);
            Interlocked.Add(ref _saved, fresh);
            Interlocked.Exchange(ref _used, used);
            return new BudgetStanding(used, options.DailyCalls, _reserved);
        }
        finally
        {
            _one.Release();
        }
    }

    private static string Name(string day) => $"calls/{day}";

    private static Failure? PausedFor(TimeSpan? left) => left is null ? null : new Failure(FailureKind.Throttled, "The org's API calls for the last 24 hours are used up.",
        "CreditBridge goes on as calls become free; holds are tried every minute. In Setup, System Overview shows what is used; poll less often, or buy calls.")
    {
        Code = "REQUEST_LIMIT_EXCEEDED",
        RetryAfter = left,
    };

    private static Failure? Spent(BudgetStanding standing, DateTimeOffset now)
    {
        if (standing.AllowsAnything)
            return null;
        var kept = standing.AllowsHolds ? $"the other {standing.Daily - standing.Used:N0} are kept for holds" : "so nothing is written until tomorrow, not even holds";
        return new Failure(FailureKind.Throttled, string.Create(CultureInfo.InvariantCulture, $"CreditBridge has used {standing.Used:N0} of its {standing.Daily:N0} calls of the day; {kept}."),
            "Nothing to do, it goes on at midnight UTC. If it happens often, poll less often or raise DailyCalls.")
        {
            Code = "OWN_BUDGET_SPENT",
            RetryAfter = LeftOfDay(now),
        };
    }

    private Failure? OrgIsNearlySpent(DateTimeOffset now)
    {
        if (meter.Limit is not { Allowed: > 0 } limit)
            return null;
        if (!ReferenceEquals(limit, _limit))
            (_limit, _limitSeenAt) = (limit, now);
        if (limit.Used * 100 < limit.Allowed * (100 - options.KeepFreePercent) || now - _limitSeenAt >= LimitIsFresh)
            return null;
        return new Failure(FailureKind.Throttled,
            string.Create(CultureInfo.InvariantCulture, $"All integrations together have used {limit.Used:N0} of the org's {limit.Allowed:N0} calls of 24 hours; the last {options.KeepFreePercent} % are left to others, except for holds."),
            "It is asked again after a quarter of an hour. In Setup, API Usage shows who uses so many; KeepFreePercent says how much is left to others.")
        {
            Code = "ORG_BUDGET_SPENT",
            RetryAfter = _limitSeenAt + LimitIsFresh - now,
        };
    }

    private Failure? TooSoon(BudgetStanding standing, DateTimeOffset now)
    {
        var interval = standing.PollInterval(LeftOfDay(now));
        if (_lastPoll is not { } last || now - last >= interval)
            return null;
        return new Failure(FailureKind.Throttled,
            string.Create(CultureInfo.InvariantCulture, $"{standing.Used:N0} of {standing.Daily:N0} calls of the day are used, so polls are now {interval.TotalSeconds:F0} seconds apart."),
            "Nothing to do. If it happens often, raise Schedule:PollSeconds or DailyCalls.")
        {
            Code = "OWN_BUDGET_SHORT",
            RetryAfter = last + interval - now,
        };
    }

    private static TimeSpan LeftOfDay(DateTimeOffset now) => TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay;
}
