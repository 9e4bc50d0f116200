using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Overrides;

namespace CreditBridge.Core.Reviews;

/// <summary>What a person may grant: within their authority and the policy's bounds for exceptions.</summary>
internal sealed class DecisionBounds(ReviewContext context, EarlierGrants earlier)
{
    /// <summary>A bound is named as it is now: what is refused is not looked at again when the policy changes.</summary>
    public const string Again = " When the policy allows it later, set 'Decided' again: it is not judged again by itself.";

    private const string AskMore = "Decide within that, or let somebody decide who may." + Again;

    /// <summary>Why a decision is beyond what the person may grant, which bound it is, and what to do; null when it is within.</summary>
    /// <param name="review">The review.</param>
    /// <param name="record">Its record, with the decision.</param>
    /// <param name="user">Who decided; null when that is no user who is known.</param>
    /// <param name="grants">The exceptions that the decision would become.</param>
    /// <param name="ended">The exceptions that the decision would end.</param>
    public string? Refusal(CreditReview review, ReviewRecord record, UserRecord? user, IReadOnlyList<OverrideRecord> grants, IReadOnlyList<OverrideRecord> ended) =>
        BeyondAuthority(review, record, user, grants, earlier.Freed(ended, grants)) ?? BeyondBounds(grants);

    private string? BeyondAuthority(CreditReview review, ReviewRecord record, UserRecord? user, IReadOnlyList<OverrideRecord> grants, IReadOnlyList<OverrideRecord> freed)
    {
        var rules = context.Rules.Authority;
        var isBound = rules.Count > 0 || context.Policy.Overrides is { GrantedBy.Count: > 0 };
        if (isBound && string.IsNullOrEmpty(record.DecidedByKey))
            return "The record does not say who decided, and the policy asks for it. Fill in who decided, then set the status again.";
        if (rules.Count == 0)
            return null;
        var name = user?.Name ?? record.DecidedByKey!;
        var own = rules.Where(r => r.Users.Any(u => user is null ? u == record.DecidedByKey : CrmUsers.IsNamed(user, u))).ToList();
        if (own.Count == 0)
        {
            return user is null
                ? $"Who decided ({name}) is no user that CreditBridge can read in the CRM, so that their authority is not known. Let somebody decide who may."
                : $"{name} has no authority under the policy (reviews.authority). Let somebody decide who has: {string.Join(", ", rules.SelectMany(r => r.Users).Distinct(StringComparer.OrdinalIgnoreCase).Take(5))}.{Again}";
        }

        if (user is { IsActive: false })
            return $"{name} is no longer an active user of the CRM. Let somebody decide who is.";
        var verdict = record.Verdict!.Value;
        own = [.. own.Where(r => r.Verdicts.Count == 0 || r.Verdicts.Contains(verdict))];
        if (own.Count == 0)
            return $"{name} may not decide '{VerdictWords.Of(verdict)}' (reviews.authority). {AskMore}";
        own = [.. own.Where(r => r.Bands.Count == 0 || (context.Band is { } band && r.Bands.Contains(band.Name, StringComparer.Ordinal)))];
        if (own.Count == 0)
            return $"{name} may not decide about accounts of band {context.Band?.Name ?? "none"} (reviews.authority). {AskMore}";
        if (own.Exists(r => r.UpTo is null))
            return null;
        var most = own.Max(r => r.UpTo!.Value);
        var bound = new Money(most, context.Policy.Currency).ToDisplay();
        foreach (var restriction in freed)
        {
            if (Freeing(review, restriction) is var (counts, amount) && !(amount <= most))
            {
                return $"It would end what was decided before: {EarlierGrants.Words(restriction)} ({restriction.Key}). {counts} That is beyond the {bound} that {name} may decide (reviews.authority). "
                    + $"Leave it as it is, or let somebody decide who may: {WhoMay(verdict, amount)}.{Again}";
            }
        }

        // Otherwise declining and leaving things as they are risks nothing.
        if (verdict is ReviewVerdict.Declined or ReviewVerdict.NoChange)
            return null;
        var amounts = grants.Where(g => g.Effect != OverrideEffect.LowerLimit || earlier.Loosens(g)).Select(g => g.AmountCap ?? review.Amount).ToList();
        if (amounts.Exists(a => a is null || context.InPolicy(a.Value) is null))
            return $"{name} may decide up to {bound} (reviews.authority), and what is at stake cannot be told in {context.Policy.Currency}: an amount or an exchange rate is missing. Name a limit, or complete what the reasons say is missing.";
        var over = amounts.OfType<Money>().Where(a => context.InPolicy(a) > most).OrderByDescending(a => context.InPolicy(a)).ToList();
        return over.Count == 0 ? null : $"{over[0].ToDisplay()} is more than the {bound} that {name} may decide (reviews.authority). {AskMore}";
    }

    // What counts without a restriction, in words and in the policy's currency; null for what has no bound or cannot be told.
    private (string Counts, decimal? Amount) Freeing(CreditReview review, OverrideRecord restriction)
    {
        if (restriction.Effect == OverrideEffect.LowerLimit)
        {
            var standing = context.Given.Decision.StandingLimit ?? context.Given.Decision.Limit;
            if (context.Given.Decision.LimitIsUnknown == true)
                return ("What limit would count instead cannot be told.", null);
            return standing.Kind == CreditLimitKind.None ? ("No limit would count instead.", 0m)
                : standing.TryGetAmount(out var limit) ? ($"A limit of {limit.ToDisplay()} would count instead.", context.InPolicy(limit))
                : ($"Instead would count: {standing.ToDisplay()}.", null);
        }

        var amount = restriction.OpportunityKey is { } key && context.Deals.TryGetValue(key, out var deal) ? deal.Amount
            : restriction.OpportunityKey == review.OpportunityKey ? review.Amount : null;
        return amount is { } money ? ($"The deal is of {money.ToDisplay()}.", context.InPolicy(money)) : ("The deal's amount is not known.", null);
    }

    private string WhoMay(ReviewVerdict verdict, decimal? amount)
    {
        var users = context.Rules.Authority
            .Where(r => (r.Verdicts.Count == 0 || r.Verdicts.Contains(verdict)) && (r.Bands.Count == 0 || (context.Band is { } band && r.Bands.Contains(band.Name, StringComparer.Ordinal))))
            .Where(r => r.UpTo is null || r.UpTo >= amount).SelectMany(r => r.Users).Distinct(StringComparer.OrdinalIgnoreCase).Take(5).ToList();
        return users.Count > 0 ? string.Join(", ", users) : "nobody under the present policy";
    }

    private string? BeyondBounds(IReadOnlyList<OverrideRecord> grants)
    {
        foreach (var grant in grants)
        {
            if (OverrideBounds.Check(grant, context.Evaluated).Problem is { } problem)
                return $"Not possible under the policy: {problem} (section 'overrides'). Decide within it, or let the policy be changed.{Again}";
            if (earlier.InTheWayOf(grant) is { } other)
            {
                return $"Nothing would change: exception {other.Key}, granted by {other.GrantedBy} and not by a decision on a review, stands against it ({EarlierGrants.Words(other)}). "
                    + $"End it where it was granted ('creditbridge override revoke {other.Key}', or its file), then decide again.";
            }
        }

        return grants.Any(g => !g.Effect.Restricts()) ? EndedAtOnce(grants) : null;
    }

    // The account is evaluated with the exceptions in it: what one of the policy's triggers ends on the spot is no exception that anybody can rely on.
    private string? EndedAtOnce(IReadOnlyList<OverrideRecord> grants)
    {
        if (grants.Any(g => !g.Effect.Restricts() && context.Given.File.Prior.EndedOverrides.Contains(g.Key, StringComparer.Ordinal)))
            return "What this review granted was ended by one of the triggers in 'overrides.end_when', and does not come back. Decide on another review of the account: one that is open, or one that you create.";
        var others = context.Given.File.Overrides.Where(o => grants.All(g => g.Key != o.Key));
        var file = (context.Given.File with { AsOf = context.Given.Now, Overrides = [.. others, .. grants] }).InOrder();
        var trial = new Situation(new FactSheet(file, context.Policy), context.Policy) { IsTrial = true };
        CreditEvaluator.Decide(trial);
        return grants.Select(g => trial.Overrides.TriggerOf(g.Key)).FirstOrDefault(t => t is not null) is not { } trigger ? null
            : $"Not possible under the policy: the exception would end at once {trigger}, one of the triggers in 'overrides.end_when'. "
                + "Decide again when that is over, choose 'No change' to leave things as they are, or let the policy be changed." + Again;
    }
}
