using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>Whether a deal would need a review if it came to the stage at which deals are checked, with the account as it is.</summary>
/// <param name="OpportunityKey">The deal.</param>
/// <param name="NeedsReview">Whether it would; null when that cannot be told, because the deal has no amount.</param>
/// <param name="Reason">Why, in plain words; empty when it would not.</param>
/// <param name="Effort">Name of the class of effort that it would have.</param>
/// <param name="Hours">Expected work in hours.</param>
public sealed record LikelyReview(string OpportunityKey, bool? NeedsReview, string Reason, string Effort, decimal Hours)
{
    /// <summary>The team that would get it; null when no rule routes it.</summary>
    public string? Team { get; init; }

    /// <summary>Region of the account; null when unknown.</summary>
    public string? Region { get; init; }

    /// <summary>Amount of the deal; null when it has none.</summary>
    public Money? Amount { get; init; }
}

/// <summary>Asks of deals that are not checked yet whether they would need a review: each is checked as if it were at that stage, under the active policy.</summary>
public static class ReviewLikelihood
{
    // No stage of a CRM is called so.
    private const string CheckedStage = "\u0001checked";

    /// <summary>The answers for open deals of a file, in the order of the file.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="file">The account's file.</param>
    /// <param name="deals">Keys of the deals to ask for; null for every open deal.</param>
    public static IReadOnlyList<LikelyReview> Of(CreditPolicy policy, CreditFile file, IReadOnlySet<string>? deals = null)
    {
        var ordered = file.InOrder();
        var asked = ordered.Opportunities.Where(o => !o.IsClosed && (deals is null || deals.Contains(o.Key))).ToList();
        if (asked.Count == 0)
            return [];
        // Most deals pass, and passing needs no counter-offers: those are looked for only where a deal does not pass as it is.
        var trial = Check(policy, ordered, [.. asked.Select(a => a.Key)], isTrial: true);
        var open = trial.Deals.Where(d => d.Status != Decisions.DealStatus.Prequalified).Select(d => d.OpportunityKey).ToHashSet(StringComparer.Ordinal);
        var decision = open.Count == 0 ? trial : Check(policy, ordered, open, isTrial: false);
        var context = new ReviewContext(new ReviewSituation(policy, ordered.AsOf, ordered, decision, []));
        var checks = decision.Deals.Where(d => open.Contains(d.OpportunityKey)).ToDictionary(d => d.OpportunityKey, StringComparer.Ordinal);
        return [.. asked.Select(deal => Answer(deal, checks.GetValueOrDefault(deal.Key), context))];
    }

    private static LikelyReview Answer(OpportunityRecord deal, Decisions.DealCheck? check, ReviewContext context)
    {
        var reason = check is null ? null : ReviewReasons.OfDeal(context, check).Select(f => f.Reason.Text).FirstOrDefault();
        var amount = deal.Amount is { Amount: > 0m } known ? known : (Money?)null;
        ReviewCause[] causes = [ReviewCause.Deal];
        var effort = ReviewWork.EffortOf(context, causes, amount);
        var isUnknown = amount is null && reason is null;
        return new LikelyReview(deal.Key, isUnknown ? null : reason is not null, reason ?? "", effort.Name, effort.Hours)
        {
            Team = new Routing(context).TeamOf(causes, amount, effort.Name)?.Name,
            Region = context.Region,
            Amount = amount,
        };
    }

    private static Decisions.CreditDecision Check(CreditPolicy policy, CreditFile file, HashSet<string> asked, bool isTrial)
    {
        var selector = new DealSelector(policy.Proposals.Checked, file.Stages);
        var asChecked = file with
        {
            Opportunities = [.. file.Opportunities.Select(o => asked.Contains(o.Key) ? o with { Stage = CheckedStage, ProbabilityPercent = selector.Probability(o) } : o)],
        };
        return CreditEvaluator.Decide(asChecked, policy with { Proposals = policy.Proposals with { Checked = new DealSelection { Stages = [CheckedStage] } } }, isTrial: isTrial);
    }
}
