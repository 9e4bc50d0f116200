using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Overrides;

namespace CreditBridge.Core.Reviews;

/// <summary>What becomes of a person's decision.</summary>
/// <param name="Outcome">The decision, and why it is not followed if it is not.</param>
/// <param name="Message">What whoever decided should know.</param>
/// <param name="Granted">The exceptions that it became.</param>
internal sealed record JudgedVerdict(ReviewOutcome Outcome, string Message, IReadOnlyList<OverrideRecord> Granted)
{
    /// <summary>Whether another decision was made after it, and counts instead.</summary>
    public bool IsOvertaken { get; init; }
}

/// <summary>
/// Turns decisions of people into exceptions: within the policy's bounds for exceptions and the person's authority. What goes beyond is refused with what is wrong, which
/// bound it is, and what to do.
/// </summary>
internal sealed class ReviewVerdicts(ReviewContext context, EarlierGrants earlier, DecisionBounds bounds)
{
    /// <summary>A decision as it was read, in short: the same decision gives the same text.</summary>
    public static string AsRead(ReviewRecord record) => ReviewKeys.Short(string.Join('\n',
        record.Verdict, record.DecidedByKey, record.DecidedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), record.ApprovedLimit is { } limit ? new CanonicalMoney(limit).ToString() : "",
        record.ApprovedTerms, record.UnreadableTerms, record.Conditions,
        record.ValidUntil?.ToString("O", CultureInfo.InvariantCulture) + (record.Unreadable is { } unreadable ? "\n" + unreadable : "")));

    /// <summary>What becomes of the decision on a review.</summary>
    public JudgedVerdict Judge(CreditReview review, ReviewRecord record, string asRead)
    {
        var by = record.DecidedByKey ?? "";
        var user = context.Given.Users.GetValueOrDefault(by);
        var outcome = new ReviewOutcome(record.Verdict ?? ReviewVerdict.NoChange, by, record.DecidedAt ?? context.Now, null) { AsRead = asRead };
        var wish = WishOf(review, record, user);
        var ended = earlier.EndedBy(review, wish.Grants, new DecisionGrants(context, review, record, user).WhoDecided);
        var trial = new DecisionTrial(context, earlier, wish.Grants, ended);
        if ((wish.Refusal ?? bounds.Refusal(review, record, user, wish.Grants, ended, trial)) is { } refusal)
        {
            return new JudgedVerdict(outcome with { Refusal = refusal }, refusal, []);
        }

        var (own, replaced) = (earlier.OwnThatEnd(review, ended, wish.Grants), earlier.OthersThatEnd(review, ended));
        var (terms, hold) = (earlier.OwnTermsThatEnd(review, ended, wish.Grants), trial.Says);
        earlier.Note([.. ended, .. wish.Grants]);
        outcome = outcome with
        {
            OverrideKey = wish.Grants.Count > 0 ? wish.Grants[0].Key : null,
            HoldsUntil = wish.Grants.Count > 0 ? wish.Grants[0].ExpiresOn : wish.HoldsUntil,
            Granted = wish.Grants.Count > 0 ? [.. wish.Grants.Select(EarlierGrants.Kept)] : null,
        };
        List<string> says =
        [
            wish.LeavesThings ? $"{wish.Says} {WhatCounts(review, own.Count > 0)}" : wish.Says,
            .. own.Select(o => $"{o} of the earlier decision ends."),
            .. terms,
            .. replaced.Count > 0 ? [$"It replaces what another review granted: {string.Join("; ", replaced)}."] : Array.Empty<string>(),
            .. hold is not null ? [hold] : Array.Empty<string>(),
        ];
        return new JudgedVerdict(outcome, string.Join(" ", says), [.. wish.Grants, .. ended]);
    }

    /// <summary>A decision that does not count because a later one does.</summary>
    public static JudgedVerdict Overtaken(ReviewRecord record, string asRead, string why) =>
        new(new ReviewOutcome(record.Verdict ?? ReviewVerdict.NoChange, record.DecidedByKey ?? "", record.DecidedAt!.Value, why) { AsRead = asRead }, why, []) { IsOvertaken = true };

    /// <summary>Whether an earlier decision on the review still counts.</summary>
    public bool Counts(CreditReview review) => earlier.InForceOf(review).Any();

    /// <summary>Whether the exception that the decision on a review became is gone: a person revoked it.</summary>
    public bool IsRevoked(CreditReview review) => earlier.IsRevoked(review);

    /// <summary>What was granted on a review and nobody has ended.</summary>
    public IReadOnlyList<StandingGrant> Given(CreditReview review) => earlier.GivenOf(review);

    /// <summary>What counts of what was decided before, in words; null when nothing does.</summary>
    public string? Standing(CreditReview review) => InWords(earlier.StandingOf(review));

    /// <summary>What was decided before on a review that is open again: what has counted since, what of it counts, and what does not any more and why, in words; null for nothing.</summary>
    public (IReadOnlyList<StandingGrant>? All, string? Counts, string? Gone) Before(CreditReview review)
    {
        var standing = earlier.StandingOf(review);
        var gone = (review.Standing ?? []).Where(s => standing.All(g => g.Key != s.Key)).ToList();
        IReadOnlyList<StandingGrant> all = [.. standing.Concat(gone).OrderBy(g => g.Key, StringComparer.Ordinal)];
        return (all.Count > 0 ? all : null, InWords(standing), InWords(gone) is { } words ? $"{words} {string.Join(" ", gone.Select(g => earlier.WhyGone(g.Key)).Distinct(StringComparer.Ordinal))}" : null);
    }

    /// <summary>What the decision on a review has granted and why it does not count any more, and what to do; null while it counts.</summary>
    public string? NoLongerCounts(CreditReview review)
    {
        var says = new List<string>();
        var moved = context.BelongsElsewhere(review);
        if (moved is not null)
        {
            says.Add(earlier.OfItsDeal(review).Select(EarlierGrants.Words).ToList() is { Count: > 0 } granted
                ? $"No longer counts: {string.Join("; ", granted)}. {moved}: decide on its review there."
                : $"{moved}, and what was decided here does not count for it: decide on its review there.");
        }

        var gone = earlier.VoidOf(review).Where(g => moved is null || g.Scope != OverrideScope.Deal).ToList();
        if (gone.Count > 0)
        {
            says.Add($"No longer counts: {string.Join("; ", gone.Select(g => g.Words))}. {string.Join(" ", gone.Select(g => g.Why).Distinct(StringComparer.Ordinal))} "
                + (gone.TrueForAll(g => g.IsForGood) ? "It does not come back: decide on another review of the account, one that is open or one that you create."
                    : context.Given.Deleted.Contains(review.Key) ? "To decide anew within the policy, create a review and decide there."
                    : "To decide anew within the policy, set the status back to 'In review'."));
        }

        return says.Count > 0 ? string.Join("\n", says) : null;
    }

    /// <summary>What counts when the record of a decided review was set to withdrawn.</summary>
    /// <param name="review">The review.</param>
    /// <param name="record">Its record.</param>
    public string Withdrawn(CreditReview review, ReviewRecord record) =>
        "The record was set to 'Withdrawn', which takes nothing back. "
        + (Standing(review) is { } standing ? $"What was decided before still counts: {standing}" : review.NoLongerCounts is null ? "What was decided before stays." : "").TrimEnd()
        + (AsRead(record) == review.Outcome?.AsRead ? "" : " What was changed on the record at that time or since is not followed.")
        + " To decide anew, set the status to 'In review', and to 'Decided' when the decision is right.";

    /// <summary>What counts when the record of a decided review was deleted.</summary>
    public string WithoutRecord(CreditReview review) => "Its record was deleted from the CRM, which takes nothing back."
        + (earlier.StandingOf(review) is { Count: > 0 } standing
            ? $" What was decided still counts: {InWords(standing)} To end it: {string.Join(", ", standing.Select(s => $"'creditbridge override revoke {s.Key}'"))}, or decide on another review of the same {(review.OpportunityKey is null ? "account" : "deal")}." : "");

    // As of the day: what people decide later does not change what is written here.
    private string WhatCounts(CreditReview review, bool ends) => earlier.CountingFor(review) is { Count: > 0 } counts
        ? $"as of {Day(context.Today)}, a person's exception counts: {string.Join("; ", counts)}."
        : ends ? "what the policy says counts again." : "what the policy says stays.";

    private static string? InWords(IReadOnlyList<StandingGrant> grants) => grants.Count > 0 ? $"{string.Join("; ", grants.Select(g => g.Words))}." : null;

    private Wish WishOf(CreditReview review, ReviewRecord record, UserRecord? user)
    {
        if (record.Unreadable is { Length: > 0 } wrong)
            return Wish.No($"{wrong} Put it right, then set the status to 'Decided' again.");
        if (context.IsOfAnotherDeal(review, record))
        {
            return Wish.No($"This review is of {context.DealInWords(review.OpportunityKey)}, and the record names {context.DealInWords(record.OpportunityKey)} now: nothing follows. "
                + "Put the former back on the record and set the status to 'Decided' again, or create a review of the other and decide there.");
        }

        if (record.Verdict is not { } verdict)
            return Wish.No("The status says decided, and no decision is chosen. Choose one, then set the status again.");
        if (record.UnreadableTerms is { Length: > 0 } unreadable)
            return Wish.No($"The terms '{unreadable}' cannot be read. Choose payment terms such as 'Net 30', or leave them empty.");
        if (record.ValidUntil < context.Today)
            return Wish.No($"'Valid until' is {Day(record.ValidUntil.Value)}, which is over. Name today or a later day, or leave it empty.");
        if (record.ApprovedLimit is { Amount: <= 0m })
            return Wish.No("The approved limit is not above zero. To grant nothing, decline; otherwise name an amount or leave it empty.");
        if (verdict == ReviewVerdict.ApprovedWithConditions && string.IsNullOrWhiteSpace(record.Conditions))
            return Wish.No("It is approved with conditions, and none are written down. Write the conditions, or choose 'Approved'.");
        if (verdict is ReviewVerdict.Declined or ReviewVerdict.NoChange && record.ApprovedLimit is { } contradiction)
            return Wish.No($"It is {(verdict == ReviewVerdict.Declined ? "declined" : "left unchanged")}, and a limit of {contradiction.ToDisplay()} is named. Remove the limit, or approve it.");
        var grants = new DecisionGrants(context, review, record, user);
        return verdict switch
        {
            ReviewVerdict.NoChange => new Wish([], "Noted:") { LeavesThings = true },
            ReviewVerdict.Declined => Declined(review, grants),
            ReviewVerdict.HoldLifted => HoldLifted(record, grants, user),
            _ => Approved(review, record, grants, user),
        };
    }

    private Wish Declined(CreditReview review, DecisionGrants grants) => review.OpportunityKey is not { } deal ? new Wish([], "Noted: nothing is granted;") { LeavesThings = true }
        : !context.Deals.ContainsKey(deal) ? new Wish([], $"Noted. {NotOpen(review)}, so that nothing follows.")
        : new Wish([grants.Of(OverrideEffect.DeclineDeals, OverrideScope.Deal, null)], "The deal does not pass any more, unless it is paid in advance.");

    // A person may have chosen any deal.
    private string NotOpen(CreditReview review) => review.OpportunityKey is { } deal && context.Given.MovedDeals.TryGetValue(deal, out var account) ? $"The deal belonged to {account} when this was decided"
        : (PersonsReview.RecordOf(review.Key) is null ? "The deal is no longer open" : "The deal is closed or belongs to another account");

    // What a decision on a review has lifted is there to be lifted: a newer one replaces the exception.
    private bool IsOrWasHeld() => context.Given.Decision.OnHold || earlier.InForceOfReviews().Any(o => o.Effect == OverrideEffect.ReleaseHold);

    private Wish HoldLifted(ReviewRecord record, DecisionGrants grants, UserRecord? user)
    {
        var decision = context.Given.Decision;
        if (!IsOrWasHeld())
            return new Wish([], "Noted. The account is not on hold, so that nothing has to be lifted.");
        var firm = decision.HoldReasons.Where(IsFirm).Select(h => $"'{h.Rule}'").ToList();
        if (firm.Count > 0)
            return Wish.No($"The hold {string.Join(" and ", firm)} is one that no exception lifts: a person ordered it, or the policy marks it 'always'. End what causes it; a hold that a person ordered is ended with 'creditbridge override revoke'.");
        var authority = bounds.AuthorityFor(record, user, ReviewVerdict.HoldLifted);
        var own = grants.Limit is null && authority.Most is { } most ? OwnCap(most) : null;
        var grant = grants.Of(OverrideEffect.ReleaseHold, OverrideScope.Account, grants.Limit ?? own);
        if (authority.Problem is null && LiftsNothing(grants, authority, user?.Name ?? record.DecidedByKey) is { } why)
            return Wish.No(why);
        var until = Terms(grant);
        var howFar = grants.Limit is { } named ? $"up to {named.ToDisplay()} {until}"
            : own is { } cap ? $"up to {cap.ToDisplay()} {until}: that is what {user?.Name ?? record.DecidedByKey} may decide (reviews.authority)"
            : Highest() is { } highest ? $"{until}, while no more than {context.Evaluated.Display(highest)} counts against the limit: the policy's highest amount (section 'overrides')"
            : $"{until}, while no more than the policy's highest amount (section 'overrides') counts against the limit";
        var terms = record.ApprovedTerms is { } unused && record.Verdict == ReviewVerdict.HoldLifted ? $" {unused} is not part of that: approve a limit or a deal with terms." : "";
        return new Wish([grant], (context.Evaluated.Facts.IsComplete
            ? $"The hold is lifted {howFar}."
            : $"The hold may be lifted {howFar}. It stays for now: how much counts against the limit cannot be told while {context.Evaluated.WhyUnknown}.") + terms);
    }

    // Without an amount a hold is lifted up to what the person may decide, where that is less than what the policy allows; never a cent more than that after conversion.
    private Money? OwnCap(decimal most)
    {
        if (context.Policy.Overrides is not { } policy || policy.HighestAmount <= most || context.In(new Money(most, context.Policy.Currency), context.Evaluated.Facts.Currency) is not { } amount)
            return null;
        var currency = context.Evaluated.Facts.Currency;
        if (currency == context.Policy.Currency)
            return new Money(most, currency);
        var unit = 1m;
        for (var i = 0; i < currency.MinorUnits; i++)
            unit *= 10m;
        return new Money(Math.Floor(amount * unit) / unit, currency);
    }

    // The policy's highest amount in the account's currency; null when no rate leads there.
    private decimal? Highest() => context.Policy.Overrides is { } policy ? context.In(new Money(policy.HighestAmount, context.Policy.Currency), context.Evaluated.Facts.Currency) : null;

    // An exception lifts a hold while no more than its amount counts against the limit. Bounds that it breaks are told by themselves, and that more is owed than the person may decide, too,
    // when no amount is named.
    private string? LiftsNothing(DecisionGrants grants, AuthorityToDecide authority, string? name)
    {
        var situation = context.Evaluated;
        var (cap, problem) = OverrideBounds.Check(grants.Of(OverrideEffect.ReleaseHold, OverrideScope.Account, grants.Limit), situation);
        if (problem is not null || !situation.Facts.IsComplete || situation.ExposureTotal <= cap)
            return null;
        var money = new Money(situation.ExposureTotal, situation.Facts.Currency);
        var owed = bounds.InBoth(money);
        var highest = Highest() ?? 0m;
        var beyondPolicy = $"an exception goes up to {situation.Display(highest)} (section 'overrides'). Decide when less is owed, or let the policy be changed." + DecisionBounds.Again;
        if (grants.Limit is not { } named)
            return $"The hold would stay: {owed} count against the limit, and {beyondPolicy}";
        var stays = $"The hold would stay: {owed} count against the limit, and {bounds.InBoth(named)} are approved. ";
        if (situation.ExposureTotal > highest)
            return $"{stays}More cannot be named: {beyondPolicy}";
        if (authority.Most is not { } most)
            return $"{stays}Name {situation.Display(situation.ExposureTotal)} or more, leave the amount empty, or decide when less is owed.";
        return context.InPolicy(money) is { } inPolicy && inPolicy <= most
            ? $"{stays}Name {situation.Display(situation.ExposureTotal)} or more, up to the {bounds.Bound(most)} that {name} may decide (reviews.authority), leave the amount empty, or decide when less is owed."
            : $"{stays}What is owed is more than the {bounds.Bound(most)} that {name} may decide (reviews.authority). "
                + $"Decide when less is owed, or let somebody decide who may: {bounds.WhoMay(ReviewVerdict.HoldLifted, context.InPolicy(money))}.{DecisionBounds.Again}";
    }

    private bool IsFirm(HoldReason hold) => hold.IsManual || context.Policy.Hold.Rules.Any(r => r.Always && r.Name == hold.Rule);

    private Wish Approved(CreditReview review, ReviewRecord record, DecisionGrants grants, UserRecord? user)
    {
        var given = new List<OverrideRecord>();
        var says = new List<string>();
        if (review.OpportunityKey is { } key && context.Deals.TryGetValue(key, out var deal))
        {
            if (deal.Amount is not { Amount: > 0m } amount)
                return Wish.No("The deal has no amount, so that nobody can say what is approved. Let sales name it, then decide.");
            var clear = grants.Of(OverrideEffect.ClearDeals, OverrideScope.Deal, amount) with { LongestTerms = record.ApprovedTerms };
            given.Add(clear);
            says.Add($"The deal passes up to {amount.ToDisplay()}{(record.ApprovedTerms is { } terms ? $" on {terms} or shorter" : "")} {Terms(clear)}.");
        }
        else if (review.OpportunityKey is not null)
        {
            says.Add($"{NotOpen(review)}, so that nothing follows for it.");
        }

        var wanted = grants.Limit ?? (review.OpportunityKey is null ? Proposed() : null);
        if (review.OpportunityKey is null && wanted is null && context.Given.Decision.ProposedLimit is { To.Kind: CreditLimitKind.None or CreditLimitKind.Unlimited } proposed)
            return Wish.No($"The policy proposes {proposed.To.ToDisplay()}, which an exception cannot set. Name the limit that is to count, choose 'No change', or change the limit in the ERP.");
        // Without a limit an approval lifts the hold that the review was opened for; conditions are the exception's then. Terms belong to a limit: to the present one, when none is named.
        var lifts = wanted is null && review.OpportunityKey is null && review.Reasons.Any(r => r.Cause == ReviewCause.Hold) && IsOrWasHeld();
        if (wanted is null && (grants.TermsOfAccount is not null || (!lifts && grants.ConditionsOfAccount is not null)))
        {
            if (!context.Given.Decision.Limit.TryGetAmount(out var present))
            {
                return Wish.No($"{(grants.TermsOfAccount is { } onTerms ? $"It is approved on {onTerms}" : "It is approved with conditions")} and without a limit, and the account has no limit that could count with that "
                    + $"({context.Given.Decision.Limit.ToDisplay()}). Name the limit, then set the status to 'Decided' again.");
            }

            wanted = present;
        }

        if (wanted is { } limit)
        {
            if (LimitOf(limit, grants) is not { } wish)
            {
                return new Wish(given, string.Join(" ", [.. says, $"The limit of {limit.ToDisplay()} is confirmed{(record.ValidUntil is { } last ? $" until {Day(last)}" : "")}: it is in force already, so that no exception is needed."]))
                {
                    HoldsUntil = record.ValidUntil,
                };
            }

            if (wish.Refusal is not null)
                return wish;
            (given, says) = ([.. given, .. wish.Grants], [.. says, wish.Says]);
        }

        if (lifts)
        {
            var lift = HoldLifted(record, grants, user);
            if (lift.Refusal is not null)
                return lift;
            (given, says) = ([.. lift.Grants, .. given], [lift.Says, .. says]);
        }

        if (given.Count == 0 && says.Count == 0)
            says.Add("Noted. No limit is named, so that nothing is granted.");
        return new Wish(given, string.Join(" ", says));
    }

    private Money? Proposed() => context.Given.Decision.ProposedLimit is { } proposed && proposed.To.TryGetAmount(out var limit) ? limit : null;

    // What counts without this very decision is not known here; the exception raises or lowers against what the policy stands by.
    private Wish? LimitOf(Money wanted, DecisionGrants grants)
    {
        var decision = context.Given.Decision;
        var standing = decision.StandingLimit ?? decision.Limit;
        if (decision.LimitIsUnknown == true)
            return Wish.No("The present limit cannot be told, because figures are unknown, so that nobody can say whether this raises or lowers it. See the reasons for what is missing, then decide again.");
        var isRaise = standing.Kind is CreditLimitKind.NotSet or CreditLimitKind.None;
        if (standing.TryGetAmount(out var now))
        {
            if (context.In(wanted, now.Currency) is not { } inStanding)
                return Wish.No($"There is no exchange rate from {wanted.Currency} to {now.Currency} to compare the limit with the present one. Name it in {now.Currency}.");
            // Terms and conditions have to stand somewhere: they are granted with the limit.
            if (inStanding == now.Amount && decision.Limit == standing && grants is { TermsOfAccount: null, ConditionsOfAccount: null })
                return null;
            // Terms or conditions of a limit as it is only restrict; where it is more than exceptions may grant, they stand with one of at most that.
            var restricts = inStanding == now.Amount && grants is not { TermsOfAccount: null, ConditionsOfAccount: null } && context.InPolicy(wanted) > context.Policy.Overrides?.HighestAmount;
            isRaise = inStanding >= now.Amount && !restricts;
        }

        // On a deal the terms are the deal's; on an account they belong to the limit. Longer ones than the band's are for each deal to be approved.
        var longest = context.Policy.LongestTerms(context.Band);
        var grant = grants.Of(isRaise ? OverrideEffect.RaiseLimit : OverrideEffect.LowerLimit, OverrideScope.Account, wanted) with { LongestTerms = grants.TermsOfAccount };
        var on = grant.LongestTerms is not { } granted ? ""
            : granted > longest ? $" Deals on terms longer than {longest}, as the policy has it, still need approval each."
            : $" Deals on terms longer than {granted} need approval.";
        return new Wish([grant], (isRaise ? $"The limit is at least {wanted.ToDisplay()} {Terms(grant)}." : $"The limit is at most {wanted.ToDisplay()} {Terms(grant)}.") + on);
    }

    private static string Terms(OverrideRecord grant) => grant.ExpiresOn is { } last ? $"until {Day(last)}" : "until a person ends it";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What a decision would become.</summary>
    private sealed record Wish(IReadOnlyList<OverrideRecord> Grants, string Says)
    {
        public string? Refusal { get; private init; }

        /// <summary>Last day on which a decision without an exception holds; null for none.</summary>
        public DateOnly? HoldsUntil { get; init; }

        /// <summary>Whether it leaves the account or deal to what counts anyway, which the sentence goes on to say.</summary>
        public bool LeavesThings { get; init; }

        public static Wish No(string why) => new([], why) { Refusal = why };
    }

    private readonly record struct CanonicalMoney(Money Money)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Money.Amount:0.############} {Money.Currency}");
    }
}
