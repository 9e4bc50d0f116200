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
    /// <param name="open">The open reviews of its account.</param>
    /// <param name="zone">The company's time zone.</param>
    public static (CreditDecision Decision, IReadOnlyDictionary<string, IReadOnlyList<string>> Owed) Of(
        CreditDecision decision, CreditFile file, CreditPolicy policy, IReadOnlyList<CreditReview> open, TimeZoneInfo zone)
    {
        var owed = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var deals = decision.Deals.Select(check =>
        {
            if (open.FirstOrDefault(r => r.OpportunityKey == check.OpportunityKey && r.State == ReviewState.Open) is not { } review)
                return check;
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
}
