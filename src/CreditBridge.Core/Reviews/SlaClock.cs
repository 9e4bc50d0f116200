using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>How a review stands against its promised time.</summary>
public enum SlaState
{
    /// <summary>The application is not complete: the clock has not started.</summary>
    NotStarted = 0,

    /// <summary>Sales owes something: the clock stands still.</summary>
    Paused,

    /// <summary>In time.</summary>
    Running,

    /// <summary>So much of the time is used that it may become late.</summary>
    AtRisk,

    /// <summary>Late, and open.</summary>
    Breached,

    /// <summary>Closed in time.</summary>
    Met,

    /// <summary>Closed too late.</summary>
    Missed,

    /// <summary>Closed before its clock started: no time was promised.</summary>
    NoClock,
}

/// <summary>What became of the promise of a first response.</summary>
public enum FirstResponse
{
    /// <summary>None was promised, or the application was never complete.</summary>
    NotPromised = 0,

    /// <summary>Nobody has begun, and the time has not come; also while the clock stands still.</summary>
    Awaited,

    /// <summary>Somebody began, or decided, in time.</summary>
    Kept,

    /// <summary>Somebody began too late, or nobody has begun although the time has passed.</summary>
    Missed,
}

/// <summary>How a review stands against its promised time.</summary>
/// <param name="State">In a word.</param>
/// <param name="DueAt">When it is or was due; null while the clock stands still or has not started.</param>
/// <param name="MinutesLeft">Business minutes until then, of a closed one when it was closed; below zero when late. While the clock stands still, what is left of the window.</param>
/// <param name="ShareUsed">Share of the window that is used: 0.5 is half of it, above 1 is late. 0 for a window of no time.</param>
public sealed record SlaStanding(SlaState State, DateTimeOffset? DueAt, int MinutesLeft, decimal ShareUsed);

/// <summary>
/// The clock of a review: it starts when the application is complete, stands still while sales owes something, and counts the business hours of the policy's calendar.
/// </summary>
public static class SlaClock
{
    /// <summary>How a review stands at a moment.</summary>
    /// <param name="review">The review.</param>
    /// <param name="policy">The policy with the calendar and the share from which on a review is at risk.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The company's time zone, for a calendar that names none.</param>
    public static SlaStanding StandingOf(CreditReview review, CreditPolicy policy, DateTimeOffset now, TimeZoneInfo zone)
    {
        var hours = BusinessHours.Of(policy, zone);
        if (review.CompleteAt is not { } start)
            return new SlaStanding(review.State == ReviewState.Open ? SlaState.NotStarted : SlaState.NoClock, null, review.WindowMinutes, 0m);
        var end = review.FirstDecidedAt ?? review.ClosedAt ?? now;
        var left = review.WindowMinutes - Used(review, hours, end);
        var share = review.WindowMinutes > 0 ? (decimal)(review.WindowMinutes - left) / review.WindowMinutes : 0m;
        if (review is { State: ReviewState.Open, Pauses: [.., { Until: null }] })
            return new SlaStanding(SlaState.Paused, null, left, share);
        var due = DueAt(review, hours, start);
        var isLate = review.State == ReviewState.Open ? end >= due : end > due;
        left = isLate ? Math.Min(left, -hours.Between(due, end)) : left;
        var state = (review.State == ReviewState.Open, isLate) switch
        {
            (false, var late) => late ? SlaState.Missed : SlaState.Met,
            (true, true) => SlaState.Breached,
            _ => share * 100m >= policy.Reviews.AtRiskPercent ? SlaState.AtRisk : SlaState.Running,
        };
        return new SlaStanding(state, due, left, share);
    }

    /// <summary>What became of the promise of a first response at a moment. To begin the work is a response, and so is to decide.</summary>
    /// <param name="review">The review.</param>
    /// <param name="now">The moment.</param>
    public static FirstResponse FirstResponseOf(CreditReview review, DateTimeOffset now)
    {
        if (review.FirstResponseMinutes is null || review.CompleteAt is null)
            return FirstResponse.NotPromised;
        var responded = Earlier(review.StartedAt, review.FirstDecidedAt ?? review.Outcome?.At);
        if (review.FirstResponseDueAt is not { } due)
            return responded is not null ? FirstResponse.Kept : review.State == ReviewState.Open ? FirstResponse.Awaited : FirstResponse.NotPromised;
        if (responded is { } at)
            return at > due ? FirstResponse.Missed : FirstResponse.Kept;
        return review.State != ReviewState.Open ? FirstResponse.NotPromised : now >= due ? FirstResponse.Missed : FirstResponse.Awaited;
    }

    /// <summary>Whole business minutes of the pauses that have ended, taken together.</summary>
    public static int PausedMinutes(CreditReview review, BusinessHours hours) => (int)Paused(review, hours).TotalMinutes;

    /// <summary>When the decision is due with the pauses that have ended.</summary>
    internal static DateTimeOffset DueAt(CreditReview review, BusinessHours hours, DateTimeOffset start) => After(review, hours, start, review.WindowMinutes);

    /// <summary>Business minutes of credit's own time until a moment: from the start, without pauses.</summary>
    internal static int Used(CreditReview review, BusinessHours hours, DateTimeOffset until) => review.CompleteAt is not { } start || until <= start
        ? 0
        : Math.Max(0, (int)(hours.Worked(start, until) - Sum(review.Pauses.Where(p => p.From < until)
            .Select(p => hours.Worked(p.From, p.Until is { } end && end < until ? end : until)))).TotalMinutes);

    /// <summary>The review with its clock as of now: started, paused, resumed, due.</summary>
    /// <param name="review">The review.</param>
    /// <param name="owed">What sales owes; empty when the application is complete.</param>
    /// <param name="isNew">Whether it is opened just now.</param>
    /// <param name="context">The planning.</param>
    internal static CreditReview Run(CreditReview review, IReadOnlyList<string> owed, bool isNew, ReviewContext context)
    {
        var why = owed.Count == 0 ? null : $"Sales owes: {string.Join("; ", owed)}.";
        if (review.CompleteAt is null)
        {
            if (why is not null)
                return review with { DueAt = null, AtRiskAt = null, FirstResponseDueAt = null };
            review = review with { CompleteAt = context.Now, WasCompleteAtOnce = isNew || review is { WasCompleteAtOnce: true, ReopenedAt: not null } };
        }

        review = review with { Pauses = Pauses(review.Pauses, why, context.Now) };
        if (why is not null)
            return review with { DueAt = null, AtRiskAt = null, FirstResponseDueAt = null };
        var start = review.CompleteAt!.Value;
        return review with
        {
            DueAt = DueAt(review, context.Hours, start),
            AtRiskAt = AtRiskAt(review, context.Hours, context.Rules.AtRiskPercent, start),
            FirstResponseDueAt = review.FirstResponseMinutes is { } first ? After(review, context.Hours, start, first) : null,
        };
    }

    /// <summary>
    /// The review with the clock that it has when it is opened again. On the day on which it was closed that was a slip, and its clock runs on; later it is work that comes anew, with a
    /// clock and a path of escalation of its own. One that never was closed keeps its clock.
    /// </summary>
    internal static CreditReview Reopened(CreditReview review, ReviewContext context) => (review.FirstDecidedAt ?? review.ClosedAt) is not { } closed || context.Hours.DayOf(closed) == context.Today
        ? review
        : review with
        {
            ReopenedAt = context.Now,
            CompleteAt = null,
            StartedAt = null,
            Pauses = [],
            Escalated = [],
            // Who has had it since the first time need not be told again; that nobody could take it lasts.
            HandedOver = review.HandedOver is { To: null } nobodys ? nobodys : null,
        };

    private static DateTimeOffset AtRiskAt(CreditReview review, BusinessHours hours, decimal percent, DateTimeOffset start) =>
        After(review, hours, start, (int)Math.Ceiling(review.WindowMinutes * percent / 100m));

    // A number of minutes that counted, and the time that it stood still, to the second and beyond.
    private static DateTimeOffset After(CreditReview review, BusinessHours hours, DateTimeOffset start, int minutes) =>
        hours.Add(start, TimeSpan.FromMinutes(Math.Max(0, minutes)) + Paused(review, hours));

    private static TimeSpan Paused(CreditReview review, BusinessHours hours) => Sum(review.Pauses.Select(p => p.Until is { } until ? hours.Worked(p.From, until) : TimeSpan.Zero));

    private static TimeSpan Sum(IEnumerable<TimeSpan> spans) => spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span);

    private static IReadOnlyList<ReviewPause> Pauses(IReadOnlyList<ReviewPause> pauses, string? why, DateTimeOffset now) => (pauses, why) switch
    {
        ([.., { Until: null } last], { } reason) => last.Why == reason ? pauses : [.. pauses.SkipLast(1), last with { Why = reason }],
        ([.., { Until: null } last], null) => [.. pauses.SkipLast(1), last with { Until = now }],
        (_, { } reason) => [.. pauses, new ReviewPause(now, null, reason)],
        _ => pauses,
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a < b || b is null ? a : b;
}
