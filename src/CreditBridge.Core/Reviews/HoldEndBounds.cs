using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Overrides;

namespace CreditBridge.Core.Reviews;

/// <summary>Who may end a hold without lifting it, by a limit above what is owed or by ending another person's lower one: whoever may lift it.</summary>
internal sealed class HoldEndBounds(ReviewContext context, EarlierGrants earlier, DecisionBounds bounds)
{
    // Shares of a limit are rounded: a cent below what is owed is all of it.
    private const decimal Less = 1m;

    /// <summary>Why a person may not end the hold that a decision would end, and what to do; null when they may, or when it ends none.</summary>
    /// <param name="review">The review.</param>
    /// <param name="record">Its record, with the decision.</param>
    /// <param name="user">Who decided; null when that is no user who is known.</param>
    /// <param name="trial">What the decision would make of the account.</param>
    /// <param name="most">Up to what amount the person may decide otherwise, in the policy's currency; null without a bound.</param>
    public string? Refusal(CreditReview review, ReviewRecord record, UserRecord? user, DecisionTrial trial, decimal? most)
    {
        var holds = trial.EndsTheHold ? trial.EndedHolds : trial.DoubtfulHolds;
        if (holds.Count == 0)
            return null;
        var (name, hold, would) = (user?.Name ?? record.DecidedByKey!, DecisionTrial.InWords(holds) + (trial.IsOnHold ? "" : " (lifted for now)"), trial.EndsTheHold ? "would" : "may");
        var after = trial.LastDay is { } day ? string.Create(CultureInfo.InvariantCulture, $" after {day:yyyy-MM-dd}") : "";
        var authority = bounds.AuthorityFor(record with { Verdict = ReviewVerdict.HoldLifted }, user, ReviewVerdict.HoldLifted);
        var owed = bounds.Owed is { } money ? context.InPolicy(money) : null;
        if (authority.Problem is null && (authority.Most is not { } lifts || owed <= lifts))
            return null;
        var why = authority.Problem is not null
            ? $"'{VerdictWords.Of(record.Verdict!.Value)}' {would} end the {hold}{after}, and {name} may not decide '{VerdictWords.Of(ReviewVerdict.HoldLifted)}' for this account (reviews.authority).{(trial.EndsTheHold ? "" : $" Whether it ends cannot be told while {context.Evaluated.WhyUnknown}.")}"
            : owed is null
            ? $"The {hold} {would} end with that{after}, {name} may decide up to {bounds.Bound(authority.Most!.Value)} (reviews.authority), and what is owed cannot be told in {context.Policy.Currency}: "
                + "an amount or an exchange rate is missing. See the reasons for what it is."
            : $"The {hold} would end{after} while {bounds.InBoth(bounds.Owed!.Value)} count against the limit. That is beyond the {bounds.Bound(authority.Most!.Value)} that {name} may decide (reviews.authority).";
        return $"{why} {Instead(review, record, user, trial, most, owed)}";
    }

    // Only what is not refused again is proposed.
    private string Instead(CreditReview review, ReviewRecord record, UserRecord? user, DecisionTrial trial, decimal? most, decimal? owed)
    {
        var verdict = record.Verdict!.Value;
        var ways = new List<string>();
        if (LimitThatKeepsIt(trial, most) is { } limit)
            ways.Add($"name a limit with which the hold stays, such as {limit}");
        var hasOwn = earlier.InForceOf(review).Any();
        if (!hasOwn && review.OpportunityKey is not null && record.ApprovedLimit is not null)
            ways.Add("leave the limit empty");
        if (!hasOwn && review.OpportunityKey is null && bounds.AuthorityFor(record with { Verdict = ReviewVerdict.NoChange }, user, ReviewVerdict.NoChange).Problem is null)
            ways.Add($"choose '{VerdictWords.Of(ReviewVerdict.NoChange)}' to leave the hold");
        if (ways.Count == 0 && hasOwn)
            ways.Add("leave what was decided before as it is");
        var granted = trial.Grants.Where(g => !g.Effect.Restricts() && g.AmountCap is not null).Select(g => context.InPolicy(g.AmountCap!.Value)).DefaultIfEmpty(0m).Max();
        ways.Add($"let somebody decide who may: {bounds.WhoMay(ReviewVerdict.HoldLifted, owed, verdict, granted)}.{DecisionBounds.Again}");
        ways[0] = char.ToUpperInvariant(ways[0][0]) + ways[0][1..];
        return string.Join(", ", ways[..^1]) + (ways.Count > 1 ? ", or " : "") + ways[^1];
    }

    // A limit below what is owed, else the present one, where the account stays on hold with it; never more than the person may decide and an exception may be.
    private string? LimitThatKeepsIt(DecisionTrial trial, decimal? most)
    {
        var situation = context.Evaluated;
        var currency = situation.Facts.Currency;
        if (trial.Grants.FirstOrDefault(g => g.Effect is OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit)?.AmountCap is not { } wanted || context.In(wanted, currency) is not { } named)
            return null;
        if (context.Policy.Overrides is { HighestAmount: var highest } && !(most < highest))
            most = highest;
        var bound = most is { } bounded ? context.In(new Money(bounded, context.Policy.Currency), currency) : null;
        List<(decimal Amount, decimal Tried, string Words)> limits = [];
        if (bounds.Owed is { } money && context.In(money, currency) is { } owed)
            limits.Add((owed, owed - Less, $"one below the {bounds.InBoth(money)} that count against it"));
        if (context.Given.Decision.Limit.TryGetAmount(out var present) && context.In(present, currency) is { } now)
            limits.Add((now, now, bounds.InBoth(present)));
        foreach (var (amount, tried, words) in limits)
        {
            var isBound = bound < amount;
            var limit = isBound ? bound!.Value : tried;
            if (limit > 0m && limit < named && trial.StaysOnHoldWith(new Money(limit, currency)))
                return isBound ? bounds.Bound(most!.Value) : words;
        }

        return null;
    }
}
