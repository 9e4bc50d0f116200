namespace CreditBridge.Core.Watch;

/// <summary>When an account comes onto the watch list and when it leaves it. It takes more to come on than to stay, so that an account at an edge does not come and go.</summary>
public sealed record WatchRules
{
    /// <summary>Days back to the standing that today's is compared with. Default: 90.</summary>
    public int LookBackDays { get; init; } = 90;

    /// <summary>Days without any cause until an account leaves, and without listing until one with room comes back. Default: 7.</summary>
    public int CalmDays { get; init; } = 7;

    /// <summary>Days after which an earlier standing is forgotten: what has lasted that long is no news. Default: 180.</summary>
    public int ForgetDays { get; init; } = 180;

    /// <summary>By how much of the policy's scale the score must have fallen, in percent of the scale; half of it keeps the account on the list. Default: 10.</summary>
    public decimal ScoreDropPercent { get; init; } = 10m;

    /// <summary>By how many percentage points the past-due share of open receivables must have risen; half of it keeps the account on the list. Default: 15.</summary>
    public decimal PastDueRise { get; init; } = 15m;

    /// <summary>What must be left of the limit beyond the open pipeline, in percent of the limit; half of it keeps the account on the list. Default: 25.</summary>
    public decimal RoomPercent { get; init; } = 25m;

    /// <summary>Average days beyond terms up to which an account pays well; twice as many, and one more, keep it on the list. Default: 5.</summary>
    public decimal PaysWithinDays { get; init; } = 5m;

    /// <summary>The bands that count as low risk; null (the default) for the better half of the policy's.</summary>
    public IReadOnlyCollection<string>? RoomBands { get; init; }
}
