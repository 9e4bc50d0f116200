using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>
/// What a decision says about deals, with the clocks of their reviews: a decision promises the day that the policy promises; a review says when its clock ends, or for what it waits. Pure.
/// </summary>
public static class DealClocks
{
    /// <summary>The decision as its deals stand, and what sales owes, by key of the deal.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="file">The file that it was taken on.</param>
    /// <param name="policy">The policy of the reviews.</param>
    /// <param name="reviews">The reviews of its account, in order of their opening.</param>
    /// <param name="zone">The company's time zone.</param>
    public static (CreditDecision Decision, IReadOnlyDictionary<string, IReadOnlyList<string>> Owed) Of(
        CreditDecision decision, CreditFile file, CreditPolicy policy, IReadOnlyList<CreditReview> reviews, TimeZoneInfo zone)
    {
        var owed = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var ofDeals = reviews.ToLookup(r => r.OpportunityKey, StringComparer.Ordinal);
        var deals = decision.Deals.Select(check =>
        {
            if (ofDeals[check.OpportunityKey].FirstOrDefault(r => r.State == ReviewState.Open) is not { } review)
                return LeftAsItWas(check, file, policy, ofDeals, zone) ?? check;
            if (review.DueAt is { } due)
                return check.ReviewDue is null ? check : check with { ReviewDue = AsOf.At(due, zone).BusinessDate };
            // One that an earlier version has stored does not say it by itself.
            var waits = review.Owed ?? [.. review.Documents.Where(d => !d.IsThere).Select(d => d.Type)];
            if (waits.Count == 0)
                return check;
            owed[check.OpportunityKey] = waits;
            var byDeal = file.Opportunities.FirstOrDefault(o => o.Key == check.OpportunityKey) is { } deal ? Checklist.OwedByDeal(deal, policy.Reviews) : [];
            return check with { ReviewDue = null, Message = DealMessages.Waiting(check.Message, byDeal, waits) };
        }).ToList();
        return (decision with { Deals = deals }, owed);
    }

    /// <summary>
    /// The check of a deal that asks for a person, when a person has looked already and left it as it was: nobody has that work any more, so no day is promised, and what is left are
    /// the changes that clear it. Null when that is not so.
    /// </summary>
    /// <param name="check">The check.</param>
    /// <param name="file">The file that it was made on.</param>
    /// <param name="policy">The policy of the reviews.</param>
    /// <param name="reviews">The reviews of its account by key of their deal, in order of their opening.</param>
    /// <param name="zone">The company's time zone.</param>
    internal static DealCheck? LeftAsItWas(DealCheck check, CreditFile file, CreditPolicy policy, ILookup<string?, CreditReview> reviews, TimeZoneInfo zone)
    {
        if (check.Status != DealStatus.ReviewNeeded || reviews[check.OpportunityKey].Any(r => r.State == ReviewState.Open)
            || reviews[check.OpportunityKey].Where(r => r.Outcome is { Refusal: null }).OrderBy(r => r.ClosedAt).LastOrDefault()
                is not { Outcome: { Verdict: ReviewVerdict.NoChange } outcome })
            return null;
        var owedByDeal = file.Opportunities.FirstOrDefault(o => o.Key == check.OpportunityKey) is { } deal ? Checklist.OwedByDeal(deal, policy.Reviews) : [];
        return check with
        {
            Status = check.Alternatives.Count > 0 ? DealStatus.Conditional : DealStatus.DoesNotFit,
            ReviewDue = null,
            Message = DealMessages.LeftAsItWas(check, owedByDeal, AsOf.At(outcome.At, zone).BusinessDate),
        };
    }
}
