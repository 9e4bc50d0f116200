using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>Where the open reviews stand.</summary>
/// <param name="Open">All open ones.</param>
/// <param name="Waiting">Of these, those whose clock stands still, because sales owes something.</param>
/// <param name="AtRisk">Of these, those that are due soon.</param>
/// <param name="Breached">Of these, those whose due time has passed.</param>
public sealed record ReviewStanding(long Open, long Waiting, long AtRisk, long Breached)
{
    private const int ReadAtOnce = 500;

    // Those that are due within the next weeks can be at risk; nobody would read the clocks of more.
    private const int MostClocks = 10_000;

    /// <summary>No review is open.</summary>
    public static ReviewStanding None { get; } = new(0, 0, 0, 0);

    /// <summary>Reads it; only the clocks of reviews that run and are not overdue yet have to be read.</summary>
    /// <param name="store">The reviews.</param>
    /// <param name="policy">The policy with the calendar; null when there is none, so that nobody can tell what is at risk.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<ReviewStanding> ReadAsync(IReviewStore store, CreditPolicy? policy, AsOf asOf, CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(asOf.Instant, cancellationToken);
        if (policy is null || counts.Open == counts.Waiting + counts.Breached)
            return new ReviewStanding(counts.Open, counts.Waiting, 0, counts.Breached);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(asOf.TimeZone);
        var (atRisk, read, after) = (0L, 0, (string?)null);
        do
        {
            var page = await store.ListAsync(new ReviewFilter(), after, ReadAtOnce, cancellationToken);
            atRisk += page.Reviews.Count(r => SlaClock.StandingOf(r, policy, asOf.Instant, zone).State == SlaState.AtRisk);
            (after, read) = (page.Reviews.Count > 0 && page.Reviews[^1].DueAt is not null ? page.Next : null, read + page.Reviews.Count);
        }
        while (after is not null && read < MostClocks);

        return new ReviewStanding(counts.Open, counts.Waiting, atRisk, counts.Breached);
    }
}
