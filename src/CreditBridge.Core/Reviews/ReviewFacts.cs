using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>How both sides kept their word over some reviews: credit's time, sales' completeness.</summary>
/// <param name="Name">What they have in common: "all", the Monday of a week, or a team.</param>
public sealed record ReviewFactsRow(string Name)
{
    /// <summary>Reviews that people decided.</summary>
    public int Decided { get; init; }

    /// <summary>Reviews whose reasons went away before anybody decided; those that were joined to another one are not among them.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Of the decided ones, those within the promised time.</summary>
    public int OnTime { get; init; }

    /// <summary>Of the decided ones, those whose clock ran: the others were decided before the application was complete, and no time was promised.</summary>
    public int Clocked { get; init; }

    /// <summary>Business hours that credit took, the middle one; null when no clock ran.</summary>
    public decimal? MedianHours { get; init; }

    /// <summary>Business hours within which nine of ten were decided; null when no clock ran.</summary>
    public decimal? P90Hours { get; init; }

    /// <summary>Of those whose clock ran, those for which everything was there at once.</summary>
    public int CompleteAtOnce { get; init; }

    /// <summary>Business hours that the decided ones waited for sales, the middle one; null when none was decided.</summary>
    public decimal? MedianWaitHours { get; init; }

    /// <summary>Decisions that could not be followed: beyond a bound or an authority, or not to be read.</summary>
    public int RefusedDecisions { get; init; }

    /// <summary>Of the decided ones, those whose first response came within the promised time.</summary>
    public int FirstResponseKept { get; init; }

    /// <summary>Of the decided ones, those whose first response came later than promised.</summary>
    public int FirstResponseMissed { get; init; }

    /// <summary>Share on time, 0 to 1; null when no clock ran.</summary>
    public decimal? OnTimeShare => Clocked > 0 ? (decimal)OnTime / Clocked : null;

    /// <summary>Share of those whose clock ran that was complete at once, 0 to 1; null when no clock ran. What credit decided without waiting for papers says nothing about sales.</summary>
    public decimal? CompleteShare => Clocked > 0 ? (decimal)CompleteAtOnce / Clocked : null;
}

/// <summary>How both sides kept their word.</summary>
/// <param name="All">Over all reviews.</param>
/// <param name="ByWeek">By the week in which they were closed, or a decision on an open one was refused last, the earliest first; the name is its Monday.</param>
/// <param name="ByTeam">By team, in order of their names; "no team" for those that no rule routed.</param>
public sealed record ReviewReport(ReviewFactsRow All, IReadOnlyList<ReviewFactsRow> ByWeek, IReadOnlyList<ReviewFactsRow> ByTeam);

/// <summary>Reports both sides' commitments over closed reviews: credit's turnaround, sales' completeness on first submission.</summary>
public static class ReviewFacts
{
    private const string NoTeam = "no team";
    private const int PageSize = 500;

    /// <summary>The report over a stream of reviews; of those still open only refused decisions count.</summary>
    /// <param name="reviews">The reviews, in any order; each is looked at once.</param>
    /// <param name="policy">The policy with the calendar.</param>
    /// <param name="zone">The company's time zone.</param>
    public static ReviewReport Of(IEnumerable<CreditReview> reviews, CreditPolicy policy, TimeZoneInfo zone)
    {
        var count = new Count(policy, zone);
        foreach (var review in reviews)
            count.Add(review);
        return count.Report();
    }

    /// <summary>The report over the reviews that were closed from a moment on, and over those that are open and on which a decision was refused since. Streams.</summary>
    /// <param name="store">The reviews.</param>
    /// <param name="since">The moment.</param>
    /// <param name="policy">The policy with the calendar.</param>
    /// <param name="zone">The company's time zone.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<ReviewReport> ReadAsync(IReviewStore store, DateTimeOffset since, CreditPolicy policy, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var count = new Count(policy, zone);
        await foreach (var review in store.ListClosedAsync(since, cancellationToken))
        {
            if (MomentOf(review) >= since)
                count.Add(review);
        }

        string? after = null;
        do
        {
            var page = await store.ListAsync(new ReviewFilter(), after, PageSize, cancellationToken);
            foreach (var review in page.Reviews.Where(r => MomentOf(r) >= since))
                count.Add(review);
            after = page.Next;
        }
        while (after is not null);
        return count.Report();
    }

    // To which week it belongs: one whose decision was changed since to that of the first; an open one to that of its last refused decision. A person who opened it again has wiped that out.
    private static DateTimeOffset MomentOf(CreditReview review) => review.FirstDecidedAt ?? review.ClosedAt ?? review.Outcome?.At ?? review.ReopenedAt ?? review.OpenedAt;

    private sealed class Count(CreditPolicy policy, TimeZoneInfo zone)
    {
        private readonly BusinessHours _hours = BusinessHours.Of(policy, zone);
        private readonly Tally _all = new();
        private readonly SortedDictionary<string, Tally> _byWeek = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, Tally> _byTeam = new(StringComparer.Ordinal);

        public void Add(CreditReview review)
        {
            if (review.State == ReviewState.Open && review.RefusedDecisions == 0)
                return;
            var day = _hours.DayOf(MomentOf(review));
            var monday = Evaluation.Facts.Bounded.AddDays(day, -(((int)day.DayOfWeek + 6) % 7));
            var seen = Seen.Of(review, policy, _hours, zone);
            _all.Add(seen);
            In(_byWeek, monday.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Add(seen);
            In(_byTeam, review.Team ?? NoTeam).Add(seen);
        }

        public ReviewReport Report() => new(_all.Row("all"), [.. _byWeek.Select(w => w.Value.Row(w.Key))], [.. _byTeam.Select(t => t.Value.Row(t.Key))]);

        private static Tally In(SortedDictionary<string, Tally> tallies, string key) => tallies.TryGetValue(key, out var tally) ? tally : tallies[key] = new Tally();
    }

    private readonly record struct Seen(CreditReview Review, int? Minutes, bool IsOnTime, int Waited)
    {
        public static Seen Of(CreditReview review, CreditPolicy policy, BusinessHours hours, TimeZoneInfo zone)
        {
            if (review is not { State: ReviewState.Decided } || (review.FirstDecidedAt ?? review.ClosedAt) is not { } closed)
                return new Seen(review, null, false, 0);
            var waited = hours.Between(review.ReopenedAt ?? review.OpenedAt, review.CompleteAt is { } at && at < closed ? at : closed) + SlaClock.PausedMinutes(review, hours);
            if (review.CompleteAt is null)
                return new Seen(review, null, false, waited);
            return new Seen(review, SlaClock.Used(review, hours, closed), SlaClock.StandingOf(review, policy, closed, zone).State == SlaState.Met, waited);
        }
    }

    private sealed class Tally
    {
        private readonly List<int> _minutes = [];
        private readonly List<int> _waits = [];
        private ReviewFactsRow _row = new("");

        public void Add(Seen seen)
        {
            var isWithdrawn = seen.Review is { State: ReviewState.Withdrawn, JoinedTo: null };
            _row = _row with { RefusedDecisions = _row.RefusedDecisions + seen.Review.RefusedDecisions, Withdrawn = _row.Withdrawn + (isWithdrawn ? 1 : 0) };
            if (seen.Review.State != ReviewState.Decided)
                return;
            _waits.Add(seen.Waited);
            if (seen.Minutes is { } minutes)
                _minutes.Add(minutes);
            var first = seen.Review.ClosedAt is { } closed ? SlaClock.FirstResponseOf(seen.Review, closed) : FirstResponse.NotPromised;
            _row = _row with
            {
                FirstResponseKept = _row.FirstResponseKept + (first == FirstResponse.Kept ? 1 : 0),
                FirstResponseMissed = _row.FirstResponseMissed + (first == FirstResponse.Missed ? 1 : 0),
            };
            _row = _row with { Decided = _row.Decided + 1, OnTime = _row.OnTime + (seen.IsOnTime ? 1 : 0), CompleteAtOnce = _row.CompleteAtOnce + (seen.Review.WasCompleteAtOnce ? 1 : 0) };
        }

        public ReviewFactsRow Row(string name) => _row with
        {
            Name = name,
            Clocked = _minutes.Count,
            MedianHours = Quantile(_minutes, 0.5),
            P90Hours = Quantile(_minutes, 0.9),
            MedianWaitHours = Quantile(_waits, 0.5),
        };

        // The smallest value that at least this share does not exceed.
        private static decimal? Quantile(List<int> minutes, double share)
        {
            if (minutes.Count == 0)
                return null;
            minutes.Sort();
            return Math.Round(minutes[Math.Max(0, (int)Math.Ceiling(share * minutes.Count) - 1)] / 60m, 2, MidpointRounding.AwayFromZero);
        }
    }
}
