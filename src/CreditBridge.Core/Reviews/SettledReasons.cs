using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Overrides;

namespace CreditBridge.Core.Reviews;

/// <summary>Which reasons a decision has settled.</summary>
internal sealed class SettledReasons(ReviewContext context, ReviewBook book)
{
    /// <summary>Whether a decision has settled a reason, so that it asks for nothing until something changes.</summary>
    public bool IsSettled(ReviewReason reason, CreditReview? decided, Money? amount)
    {
        if (decided is null)
            return false;
        var wasReason = decided.Reasons.Any(r => r.Key == reason.Key) || decided.DecidedAbout?.Contains(reason.Key, StringComparer.Ordinal) == true;
        if (ReviewReasons.IsEvent(reason))
            return (wasReason && decided.Outcome is { Refusal: null }) || decided.Settled.Contains(reason.Key, StringComparer.Ordinal);
        if (!wasReason || decided.Outcome is not { Refusal: null } outcome || decided.ClosedAt is not { } closedAt)
            return false;
        if (context.Band is { } band && context.Policy.Bands.FirstOrDefault(b => b.Name == decided.Band) is { } was && ReviewReasons.IsWorse(context.Policy, band, was))
            return false;
        if (reason.Cause == ReviewCause.Deal && IsLarger(amount, decided.Amount))
            return false;
        if (book.Verdicts.IsRevoked(decided))
            return false;
        var newest = Newest(outcome.OverrideKey);
        switch (context.Given.Decision.Overrides.FirstOrDefault(o => o.Key == newest)?.State)
        {
            case OverrideState.Active or OverrideState.NotYet:
                return reason.Cause != ReviewCause.Hold || !IsExceeded(newest);
            case OverrideState.Ended or OverrideState.OutOfBounds or OverrideState.UsedUp or OverrideState.Expired:
                return false;
        }

        var last = outcome.HoldsUntil ?? Bounded.AddDays(context.Hours.DayOf(closedAt), context.Rules.QuietDays);
        return !context.Time.IsOver(last);
    }

    // More counts against the limit than the hold was lifted for: that is another question than the one that was decided.
    private bool IsExceeded(string? key) => context.Given.File.Overrides.FirstOrDefault(o => o.Key == key) is { Effect: OverrideEffect.ReleaseHold } release
        && context.Evaluated is { Facts.IsComplete: true } now && now.ExposureTotal > OverrideBounds.Check(release, now).Cap;

    // The exception that a later decision on another review has put in its place.
    private string? Newest(string? key)
    {
        var overrides = context.Given.File.Overrides;
        for (var i = 0; i < overrides.Count && overrides.FirstOrDefault(o => o.Key == key)?.ReplacedBy is { } next; i++)
            key = next;
        return key;
    }

    private bool IsLarger(Money? now, Money? before) => (now, before) switch
    {
        (null, _) => false,
        (_, null) => true,
        ({ } a, { } b) => !(context.In(a, b.Currency) <= b.Amount),
    };
}
