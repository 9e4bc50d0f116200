using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Overrides;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>What a person may grant: within their authority and the policy's bounds for exceptions.</summary>
internal sealed class DecisionBounds(ReviewContext context, EarlierGrants earlier)
{
    /// <summary>A bound is named as it is now: what is refused is not looked at again when the policy changes.</summary>
    public const string Again = " When the policy allows it later, set 'Decided' again: it is not judged again by itself.";

    /// <summary>Why a decision is beyond what the person may grant, which bound it is, and what to do; null when it is within.</summary>
    /// <param name="review">The review.</param>
    /// <param name="record">Its record, with the decision.</param>
    /// <param name="user">Who decided; null when that is no user who is known.</param>
    /// <param name="grants">The exceptions that the decision would become.</param>
    /// <param name="ended">The exceptions that the decision would end.</param>
    /// <param name="trial">What the decision would make of the account.</param>
    public string? Refusal(CreditReview review, ReviewRecord record, UserRecord? user, IReadOnlyList<OverrideRecord> grants, IReadOnlyList<OverrideRecord> ended, DecisionTrial trial) =>
        BeyondAuthority(review, record, user, grants, earlier.Freed(ended, grants), trial) ?? BeyondBounds(grants, trial);

    /// <summary>How far a person may go. A decision is what it does: one that lifts a hold needs the authority for that, whatever it is called.</summary>
    /// <param name="record">The record, with the decision and who made it.</param>
    /// <param name="user">Who decided; null when that is no user who is known.</param>
    /// <param name="effect">What the decision comes to.</param>
    public AuthorityToDecide AuthorityFor(ReviewRecord record, UserRecord? user, ReviewVerdict effect)
    {
        var rules = context.Rules.Authority;
        var isBound = rules.Count > 0 || context.Policy.Overrides is { GrantedBy.Count: > 0 };
        if (isBound && string.IsNullOrEmpty(record.DecidedByKey))
            return AuthorityToDecide.None("The record does not say who decided, and the policy asks for it. Fill in who decided, then set the status again.");
        if (rules.Count == 0)
            return AuthorityToDecide.Unbounded;
        var name = user?.Name ?? record.DecidedByKey!;
        var own = rules.Where(r => r.Users.Any(u => user is null ? u == record.DecidedByKey : CrmUsers.IsNamed(user, u))).ToList();
        if (own.Count == 0)
        {
            return AuthorityToDecide.None(user is null
                ? $"Who decided ({name}) is no user that CreditBridge can read in the CRM, so that their authority is not known. Let somebody decide who may."
                : $"{name} has no authority under the policy (reviews.authority). Let somebody decide who has: {string.Join(", ", rules.SelectMany(r => r.Users).Distinct(StringComparer.OrdinalIgnoreCase).Take(5))}.{Again}");
        }

        if (user is { IsActive: false })
            return AuthorityToDecide.None($"{name} is no longer an active user of the CRM. Let somebody decide who is.");
        var verdict = record.Verdict!.Value;
        if (!own.Exists(r => Allows(r, verdict)))
            return AuthorityToDecide.None($"{name} may not decide '{VerdictWords.Of(verdict)}' (reviews.authority). {LetDecide(verdict)}");
        own = [.. own.Where(r => Allows(r, effect))];
        if (own.Count == 0)
        {
            return AuthorityToDecide.None(
                $"'{VerdictWords.Of(verdict)}' would lift the hold here, and {name} may not decide '{VerdictWords.Of(effect)}' (reviews.authority). Choose 'No change' to leave the hold. {LetDecide(effect)}");
        }

        own = [.. own.Where(IsForBand)];
        if (own.Count == 0)
            return AuthorityToDecide.None($"{name} may not decide about accounts of band {context.Band?.Name ?? "none"} (reviews.authority). {LetDecide(effect)}");
        return own.Exists(r => r.UpTo is null) ? AuthorityToDecide.Unbounded : new AuthorityToDecide(null, own.Max(r => r.UpTo!.Value));
    }

    /// <summary>Who may decide about an amount, in words.</summary>
    /// <param name="effect">What the decision comes to.</param>
    /// <param name="amount">The amount in the policy's currency; null for one without a bound, or that cannot be told.</param>
    public string WhoMay(ReviewVerdict effect, decimal? amount) => Named(Those(effect, amount));

    /// <summary>Who may decide about two amounts, each by what it comes to, in words.</summary>
    public string WhoMay(ReviewVerdict effect, decimal? amount, ReviewVerdict also, decimal? alsoAmount) => Named(Those(effect, amount).IntersectBy(Those(also, alsoAmount).Select(Who), Who));

    /// <summary>What counts against the limit now; null when that cannot be told.</summary>
    public Money? Owed => context.Evaluated.Facts.IsComplete ? context.Given.Decision.Exposure.Total : null;

    /// <summary>An amount, with what it is in the policy's currency where that is another one.</summary>
    public string InBoth(Money amount) => amount.Currency == context.Policy.Currency || context.InPolicy(amount) is not { } converted ? amount.ToDisplay()
        : $"{amount.ToDisplay()} ({new Money(converted, context.Policy.Currency).ToDisplay()})";

    /// <summary>What the decisions of a person may go up to, in words.</summary>
    public string Bound(decimal most) => new Money(most, context.Policy.Currency).ToDisplay();

    private static string Named(IEnumerable<string> users) => users.Take(5).ToList() is { Count: > 0 } some ? string.Join(", ", some) : "nobody under the present policy";

    private IEnumerable<string> Those(ReviewVerdict effect, decimal? amount) => context.Rules.Authority.Where(r => Allows(r, effect) && IsForBand(r)).Where(r => r.UpTo is null || r.UpTo >= amount)
        .SelectMany(r => r.Users).Distinct(StringComparer.OrdinalIgnoreCase);

    // The policy may name one person by name and by address.
    private string Who(string user) => context.User(user)?.Key ?? user.ToUpperInvariant();

    private static bool Allows(AuthorityRule rule, ReviewVerdict verdict) => rule.Verdicts.Count == 0 || rule.Verdicts.Contains(verdict);

    private static ReviewVerdict EffectOf(ReviewRecord record, IReadOnlyList<OverrideRecord> grants) =>
        grants.Any(g => g.Effect == OverrideEffect.ReleaseHold) ? ReviewVerdict.HoldLifted : record.Verdict!.Value;

    private bool IsForBand(AuthorityRule rule) => rule.Bands.Count == 0 || (context.Band is { } band && rule.Bands.Contains(band.Name, StringComparer.Ordinal));

    private string LetDecide(ReviewVerdict verdict) => $"Let somebody decide who may: {WhoMay(verdict, 0m)}.{Again}";

    private string? BeyondAuthority(CreditReview review, ReviewRecord record, UserRecord? user, IReadOnlyList<OverrideRecord> grants, IReadOnlyList<OverrideRecord> freed, DecisionTrial trial)
    {
        var effect = EffectOf(record, grants);
        var authority = AuthorityFor(record, user, effect);
        if (authority.Problem is not null)
            return authority.Problem;
        // What else the decision grants needs the authority for its own name.
        var alsoFor = effect != record.Verdict && grants.Any(g => g.Effect != OverrideEffect.ReleaseHold) ? AuthorityFor(record, user, record.Verdict!.Value) : authority;
        if (alsoFor.Problem is not null)
            return alsoFor.Problem;
        var (name, verdict) = (user?.Name ?? record.DecidedByKey!, record.Verdict!.Value);
        if (alsoFor.Most is { } free)
        {
            foreach (var restriction in freed)
            {
                if (Freeing(review, restriction, grants) is var (counts, amount) && !(amount <= free))
                {
                    return $"It would end what was decided before: {EarlierGrants.Words(restriction)} ({restriction.Key}). {counts} That is beyond the {Bound(free)} that {name} may decide (reviews.authority). "
                        + $"Leave it as it is, or let somebody decide who may: {WhoMay(verdict, amount)}.{Again}";
                }
            }
        }

        // One that lifts a hold was judged for that. A lower limit that is shortened keeps the hold until its last day only.
        var shorter = grants.Where(g => g.Effect == OverrideEffect.LowerLimit && freed.Any(o => o.Effect == OverrideEffect.LowerLimit && !EarlierGrants.Lasts(g, o))).ToList();
        if (effect != ReviewVerdict.HoldLifted && new HoldEndBounds(context, earlier, this).Refusal(review, record, user, trial.After(shorter), alsoFor.Most) is { } hold)
            return hold;
        // Otherwise declining and leaving things as they are risks nothing.
        if (verdict is ReviewVerdict.Declined or ReviewVerdict.NoChange)
            return null;
        foreach (var grant in grants.Where(g => g.Effect != OverrideEffect.LowerLimit || earlier.Loosens(g)))
        {
            var isLift = grant.Effect == OverrideEffect.ReleaseHold;
            if ((isLift ? authority : alsoFor).Most is not { } most)
                continue;
            if (AtStake(review, record, grant) is not { } amount || context.InPolicy(amount) is not { } inPolicy)
            {
                return $"{name} may decide up to {Bound(most)} (reviews.authority), and what is at stake cannot be told in {context.Policy.Currency}: an amount or an exchange rate is missing. "
                    + $"{(isLift ? $"Name up to what amount in {context.Policy.Currency}, c" : "C")}omplete what the reasons say is missing, or let somebody decide who may: {WhoMay(isLift ? effect : verdict, null)}.";
            }

            if (inPolicy > most)
                return $"{InBoth(amount)} is more than the {Bound(most)} that {name} may decide (reviews.authority). {Instead(record, grant, most, inPolicy)}{Again}";
        }

        return null;
    }

    // What an exception is about. A hold is lifted for the whole account, on whatever review: up to the amount that the person names, else at least what counts against the limit now.
    private Money? AtStake(CreditReview review, ReviewRecord record, OverrideRecord grant) => grant.Effect == OverrideEffect.ReleaseHold ? record.ApprovedLimit ?? Owed
        : grant.AmountCap ?? (grant.Scope == OverrideScope.Deal ? review.Amount : Owed);

    // Only what the person may decide is proposed; where nothing of it helps, who can.
    private string Instead(ReviewRecord record, OverrideRecord grant, decimal most, decimal amount)
    {
        var isLift = grant.Effect == OverrideEffect.ReleaseHold;
        var who = $"et somebody decide who may: {WhoMay(isLift ? ReviewVerdict.HoldLifted : record.Verdict!.Value, amount)}.";
        if (grant.Scope == OverrideScope.Deal)
            return "L" + who;
        if (isLift)
            return (record.ApprovedLimit is not null && Owed is { } owed && context.InPolicy(owed) <= most ? $"Name at most {Bound(most)}, leave the amount empty, or l" : "L") + who;
        return $"Name a limit of at most {Bound(most)}, or l{who}";
    }

    // What counts without a restriction, in words and in the policy's currency; null for what has no bound or cannot be told.
    private (string Counts, decimal? Amount) Freeing(CreditReview review, OverrideRecord restriction, IReadOnlyList<OverrideRecord> grants)
    {
        if (restriction.Effect == OverrideEffect.LowerLimit
            && grants.FirstOrDefault(g => g.Effect == OverrideEffect.LowerLimit && EarlierGrants.Lasts(g, restriction)) is { AmountCap: { } cap })
            return ($"A limit of {InBoth(cap)} would count without these terms or conditions.", context.InPolicy(cap));
        if (restriction.Effect == OverrideEffect.LowerLimit)
        {
            var standing = context.Given.Decision.StandingLimit ?? context.Given.Decision.Limit;
            if (context.Given.Decision.LimitIsUnknown == true)
                return ("What limit would count instead cannot be told.", null);
            return standing.Kind == CreditLimitKind.None ? ("No limit would count instead.", 0m)
                : standing.TryGetAmount(out var limit) ? ($"A limit of {InBoth(limit)} would count instead.", context.InPolicy(limit))
                : ($"Instead would count: {standing.ToDisplay()}.", null);
        }

        var amount = restriction.OpportunityKey is { } key && context.Deals.TryGetValue(key, out var deal) ? deal.Amount
            : restriction.OpportunityKey == review.OpportunityKey ? review.Amount : null;
        return amount is { } money ? ($"The deal is of {InBoth(money)}.", context.InPolicy(money)) : ("The deal's amount is not known.", null);
    }

    private string? BeyondBounds(IReadOnlyList<OverrideRecord> grants, DecisionTrial trial)
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

        return grants.Any(g => !g.Effect.Restricts()) ? EndedAtOnce(grants, trial) : null;
    }

    // What one of the policy's triggers ends on the spot is no exception that anybody can rely on.
    private string? EndedAtOnce(IReadOnlyList<OverrideRecord> grants, DecisionTrial trial)
    {
        if (grants.Any(g => !g.Effect.Restricts() && context.Given.File.Prior.EndedOverrides.Contains(g.Key, StringComparer.Ordinal)))
            return "What this review granted was ended by one of the triggers in 'overrides.end_when', and does not come back. Decide on another review of the account: one that is open, or one that you create.";
        return grants.Select(g => trial.Then.Overrides.TriggerOf(g.Key)).FirstOrDefault(t => t is not null) is not { } trigger ? null
            : $"Not possible under the policy: the exception would end at once {trigger}, one of the triggers in 'overrides.end_when'. "
                + "Decide again when that is over, choose 'No change' to leave things as they are, or let the policy be changed." + Again;
    }
}

/// <summary>How far a person may go in deciding.</summary>
/// <param name="Problem">Why the person may not decide at all, and what to do; null when they may.</param>
/// <param name="Most">Up to what amount, in the policy's currency; null without a bound.</param>
internal readonly record struct AuthorityToDecide(string? Problem, decimal? Most)
{
    /// <summary>Any amount.</summary>
    public static AuthorityToDecide Unbounded => default;

    /// <summary>Nothing.</summary>
    public static AuthorityToDecide None(string why) => new(why, null);
}
