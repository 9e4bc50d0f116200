using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Overrides;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>The soft check: does a deal fit, as of the day on which it closes, and if not, what would make it fit? No bureau is asked for it.</summary>
internal static class DealChecker
{
    private const string ShorterTermsKind = "shorter_terms";

    /// <summary>Checks every open deal that the policy wants checked.</summary>
    public static IReadOnlyList<DealCheck> Check(Situation situation, Prequalification prequalification)
    {
        var proposals = situation.Policy.Proposals;
        var selector = situation.Deals;
        foreach (var stage in selector.UnknownStages)
            situation.Facts.Warn($"The policy checks deals in stage '{stage}', and the CRM has no such stage: correct 'proposals.check_deals' in the policy.");
        foreach (var checkpoint in proposals.Checkpoints)
        {
            foreach (var stage in selector.UnknownIn(checkpoint.Deals))
                situation.Facts.Warn($"The policy's checkpoint '{checkpoint.Name}' names stage '{stage}', and the CRM has no such stage: correct 'proposals.checkpoints' in the policy.");
        }

        var deals = new List<OpportunityRecord>();
        foreach (var deal in situation.Facts.File.Opportunities)
        {
            if (selector.IsChecked(deal))
                deals.Add(deal);
        }

        if (deals.Count == 0)
            return [];
        var exposure = new ExposureAtClose(situation, selector);
        var checkpoints = new Checkpoints(situation, selector);
        var trials = new PaymentTrials(situation);
        var checks = new DealCheck[deals.Count];
        for (var i = 0; i < checks.Length; i++)
            checks[i] = Check(situation, new DealCase(situation, deals[i], exposure, prequalification.IsPrequalified), prequalification, checkpoints, trials);
        return checks;
    }

    private static DealCheck Check(Situation situation, DealCase deal, Prequalification prequalification, Checkpoints checkpoints, PaymentTrials trials)
    {
        var verdict = deal.Check(new CreditRequest(deal.Amount ?? 0m, deal.Terms));
        // What is paid in advance adds no risk: nobody has to decline it.
        if (situation.Overrides.DeclineOf(deal.Deal.Key) is { } decline && !(deal.Terms.IsPrepaid && verdict.Passes))
            return Declined(deal, verdict, decline.Record);
        var kept = checkpoints.Kept(deal);
        if (!verdict.Passes && kept is not null && !CannotBeTold(situation) && !checkpoints.HoldsNevertheless(kept))
            return Kept(deal, verdict, kept);
        foreach (var clearance in verdict.Passes ? [] : situation.Overrides.ClearancesFor(deal.Deal.Key, deal.AmountInDecision, deal.Terms))
        {
            // One that lifts the hold only may not be enough; then the next is tried, so that one exception more never makes a deal worse.
            if (clearance.LiftsHoldOnly)
            {
                if (!verdict.Meets(Obstacle.Hold))
                    continue;
                deal.HoldIsLifted = true;
                verdict = deal.Check(new CreditRequest(deal.Amount ?? 0m, deal.Terms));
                if (!verdict.Passes)
                    continue;
            }

            situation.Overrides.Use(clearance.Key, deal.Deal.Key);
            return Cleared(deal, verdict, clearance);
        }

        var alternatives = verdict.Passes || situation.IsTrial || CannotBeTold(situation) ? [] : new AlternativeSolver(deal, trials).Solve(situation.Policy.Proposals.Alternatives);
        if (!verdict.Passes && !CannotBeTold(situation) && situation.Overrides.ApprovedOnShorterTerms(deal.Deal.Key, deal.AmountInDecision, deal.Terms) is { } approval)
            return Approved(situation, deal, verdict, approval.Record, alternatives);
        var status = Status(deal, verdict, alternatives);
        var message = situation.IsTrial ? "" : DealMessages.For(situation, deal, verdict, status, prequalification, alternatives.Count > 0);
        return new DealCheck(deal.Deal.Key, deal.Deal.Name, status, message)
        {
            Currency = deal.Currency,
            ExposureAtClose = deal.ExposureAtClose is { } exposure ? deal.Money(exposure) : null,
            HeadroomAfter = verdict.HeadroomAfter is { } left ? deal.Money(left) : null,
            RecommendedTerms = RecommendedTerms(situation, deal, alternatives),
            Alternatives = alternatives,
            ReviewDue = status == DealStatus.ReviewNeeded && Checklist.OwedByDeal(deal.Deal, situation.Policy.Reviews).Count == 0 ? ReviewDue(situation, deal.Deal) : null,
            Passed = kept ?? (verdict.Passes ? checkpoints.Passed(deal) : null),
        };
    }

    // What the account owes is in part unknown: a person looks, whatever was said before and could be offered instead.
    private static bool CannotBeTold(Situation situation) => situation.LacksRates || situation.LacksRecords || situation.LacksCustomers;

    // It would not pass today, but it did, and nothing about it has changed since.
    private static DealCheck Kept(DealCase deal, Verdict verdict, PassedCheckpoint kept) => GoesAhead(deal, verdict, DealMessages.For(kept)) with { Passed = kept };

    private static DealCheck Cleared(DealCase deal, Verdict verdict, DealClearance clearance) =>
        GoesAhead(deal, verdict, DealMessages.ClearedUnder(clearance.Conditions)) with { ClearedBy = clearance.Key };

    // Credit has looked at it and has approved it on shorter terms than it asks for: sales can take them, and nobody has to look again.
    private static DealCheck Approved(Situation situation, DealCase deal, Verdict verdict, OverrideRecord approval, IReadOnlyList<Alternative> alternatives)
    {
        var (terms, amount) = (approval.LongestTerms!.Value, deal.Money(deal.Amount ?? 0m));
        // Without an approval they would be no offer; what goes without one on longer terms stays the better one.
        var others = alternatives.Where(a => a.Terms > terms || a.Kind != ShorterTermsKind).ToList();
        if (!others.Exists(a => a.Kind == ShorterTermsKind))
        {
            var left = deal.Check(new CreditRequest(amount.Amount, terms)).HeadroomAfter;
            others.Insert(0, new Alternative(ShorterTermsKind, DealMessages.OnApprovedTerms(deal, approval), amount, terms, left is { } after ? deal.Money(after) : null));
        }

        var recommended = RecommendedTerms(situation, deal, []);
        return GoesAhead(deal, verdict, situation.IsTrial ? "" : DealMessages.ApprovedOn(deal, approval)) with
        {
            Status = DealStatus.Conditional,
            RecommendedTerms = recommended > terms ? recommended : terms,
            Alternatives = situation.IsTrial ? [] : others,
        };
    }

    private static DealCheck Declined(DealCase deal, Verdict verdict, OverrideRecord decline) => GoesAhead(deal, verdict, DealMessages.DeclinedUntil(decline.ExpiresOn)) with
    {
        Status = verdict.Meets(Obstacle.Hold) ? DealStatus.OnHold : DealStatus.DoesNotFit,
        RecommendedTerms = PaymentTerms.Prepaid,
        DeclinedBy = decline.Key,
    };

    private static DealCheck GoesAhead(DealCase deal, Verdict verdict, string message) => new(deal.Deal.Key, deal.Deal.Name, DealStatus.Prequalified, message)
    {
        Currency = deal.Currency,
        ExposureAtClose = deal.ExposureAtClose is { } exposure ? deal.Money(exposure) : null,
        HeadroomAfter = verdict.HeadroomAfter is { } left ? deal.Money(left) : null,
        RecommendedTerms = deal.Terms,
    };

    /// <summary>Whether a person has to look, whatever the amount and terms; other obstacles are a matter of arithmetic.</summary>
    public static bool AsksForReview(Obstacle obstacle) => obstacle is Obstacle.LimitNotSet or Obstacle.CannotTell or Obstacle.NotPrequalified or Obstacle.Large;

    private static DealStatus Status(DealCase deal, Verdict verdict, IReadOnlyList<Alternative> alternatives)
    {
        if (verdict.Meets(Obstacle.Hold))
            return DealStatus.OnHold;
        var hasRoom = verdict.HeadroomAfter is null or > 0m;
        if (verdict.Passes)
            return deal.Amount is not null || deal.Terms.IsPrepaid ? DealStatus.Prequalified : hasRoom ? DealStatus.Conditional : DealStatus.DoesNotFit;
        // Nobody has looked at this customer yet: somebody will, whatever else could be offered meanwhile.
        // And what is large is looked at always, lest it pass in parts: what could be offered helps whoever looks.
        if (verdict.Meets(Obstacle.LimitNotSet) || verdict.Meets(Obstacle.Large))
            return DealStatus.ReviewNeeded;
        if (alternatives.Count > 0)
            return DealStatus.Conditional;
        return verdict.Obstacles.Any(AsksForReview) ? DealStatus.ReviewNeeded : DealStatus.DoesNotFit;
    }

    // The longest terms of the ladder on which the deal passes as it is; else those of the first counter-offer; else payment in advance.
    private static PaymentTerms RecommendedTerms(Situation situation, DealCase deal, IReadOnlyList<Alternative> alternatives)
    {
        var ladder = situation.Policy.Proposals.TermsLadder;
        for (var i = ladder.Count - 1; i >= 0; i--)
        {
            if (!ladder[i].IsPrepaid && deal.Check(new CreditRequest(deal.Amount ?? 0m, ladder[i])).Passes)
                return ladder[i];
        }

        return alternatives.Count > 0 ? alternatives[0].Terms : PaymentTerms.Prepaid;
    }

    private static DateOnly ReviewDue(Situation situation, OpportunityRecord deal) => situation.Facts.File.Prior.PromisedReviews.TryGetValue(deal.Key, out var promised)
        ? promised
        : situation.Policy.Calendar.AddBusinessDays(situation.Facts.Time.TodayForPromise, situation.Policy.Reviews.DealDueInBusinessDays);
}
