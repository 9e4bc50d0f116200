using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Counts reviews that something happening has asked for: a customer pays later, news, a change of cover. Nobody knows the day of the next one, but they keep coming. What was found on
/// the day on which reviews were kept for the first time had piled up until then, and says nothing about how often it happens.
/// </summary>
/// <param name="policy">The active policy.</param>
/// <param name="rates">Converts amounts.</param>
/// <param name="zone">The company's time zone.</param>
internal sealed class RecurringReviews(CreditPolicy policy, ExchangeRates rates, TimeZoneInfo zone)
{
    // Four weeks of business days tell a little; more than half a year ago is another time.
    private const int FewestDays = 20;
    private const int LongestAgo = 26 * 7;

    private readonly List<CreditReview> _seen = [];

    /// <summary>Takes a review, open or closed.</summary>
    public void Add(CreditReview review)
    {
        if (review.OpportunityKey is null && review.Reasons is [var first, ..] && first.Cause is not (ReviewCause.Periodic or ReviewCause.Expiry or ReviewCause.Deal))
            _seen.Add(review);
    }

    /// <summary>Business days that were looked at; null when they are too few.</summary>
    /// <param name="since">The day from which on reviews were kept; null for never.</param>
    /// <param name="today">The day of the forecast: it is not over yet.</param>
    public int? Days(DateOnly? since, DateOnly today)
    {
        if (since is not { } kept)
            return null;
        var first = First(kept, today);
        var days = Enumerable.Range(0, Math.Max(0, today.DayNumber - first.DayNumber)).Count(d => policy.Calendar.IsBusinessDay(first.AddDays(d)));
        return days >= FewestDays ? days : null;
    }

    /// <summary>What came within those days, by region and team.</summary>
    public IReadOnlyCollection<RecurringReview> All(DateOnly? since, DateOnly today) => since is not { } kept ? [] :
    [
        .. _seen.Where(r => AsOf.At(r.OpenedAt, zone).BusinessDate is var day && day >= First(kept, today) && day < today)
            .GroupBy(r => (Region: r.Region ?? "", Team: r.Team ?? "")).OrderBy(g => g.Key.Region, StringComparer.Ordinal).ThenBy(g => g.Key.Team, StringComparer.Ordinal)
            .Select(g =>
            {
                var converted = g.Select(r => (r.Amount, Known: r.Amount is { } amount ? rates.ConvertQuietly(amount.Amount, amount.Currency, policy.Currency) : null)).ToList();
                var amounts = converted.ConvertAll(a => (double)(a.Known ?? 0m));
                return new RecurringReview(ReviewTypes.Event, g.Count(), g.Average(r => (double)r.EffortHours))
                {
                    Amount = amounts.Average(),
                    AmountSquared = amounts.Average(a => a * a),
                    WithoutRate = [.. converted.Where(a => a.Known is null).Select(a => a.Amount?.Currency).OfType<CurrencyCode>()],
                    Region = g.Key.Region,
                    Team = g.Key.Team,
                };
            }),
    ];

    private static DateOnly First(DateOnly kept, DateOnly today) => kept.AddDays(1) is var next && today.AddDays(-LongestAgo) is var earliest && next < earliest ? earliest : next;
}
