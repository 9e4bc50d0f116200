using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Runs;

/// <summary>What the reviews of an account mean for what sales reads about its deals. Pure.</summary>
/// <param name="decision">The account's decision.</param>
/// <param name="file">The file that it was taken on.</param>
/// <param name="policy">The policy of the reviews.</param>
internal sealed class ReviewedDeals(CreditDecision decision, CreditFile file, CreditPolicy policy)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(file.AsOf.TimeZone);

    /// <summary>Business day on which a review of a deal is due, by key of the deal.</summary>
    public IReadOnlyDictionary<string, DateOnly> Due(IEnumerable<CreditReview> reviews) => Open(reviews).Where(r => r.DueAt is not null).DistinctBy(r => r.OpportunityKey)
        .ToDictionary(r => r.OpportunityKey!, r => AsOf.At(r.DueAt!.Value, _zone).BusinessDate, StringComparer.Ordinal);

    /// <summary>What sales is told about a deal whose review waits for sales, by key of the deal.</summary>
    public IReadOnlyDictionary<string, string> Waiting(IEnumerable<CreditReview> reviews, IReadOnlyDictionary<string, IReadOnlyList<string>> owed)
    {
        var waiting = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var review in Open(reviews).Where(r => owed.ContainsKey(r.Key)).DistinctBy(r => r.OpportunityKey))
        {
            if (CheckOf(review) is var (check, deal))
                waiting[review.OpportunityKey!] = DealMessages.Waiting(check.Message, Checklist.OwedByDeal(deal, policy.Reviews), owed[review.Key]);
        }

        return waiting;
    }

    /// <summary>Checks of deals that credit has looked at and left as they were, by key of the deal.</summary>
    public IReadOnlyDictionary<string, DealCheck> LeftAsTheyWere(IReadOnlyList<CreditReview> reviews)
    {
        var ofDeals = reviews.ToLookup(r => r.OpportunityKey, StringComparer.Ordinal);
        return decision.Deals.Select(d => DealClocks.LeftAsItWas(d, file, policy, ofDeals, _zone)).OfType<DealCheck>().ToDictionary(d => d.OpportunityKey, StringComparer.Ordinal);
    }

    /// <summary>What the check says about the deal of a review; null when the review is of no open deal.</summary>
    public string? ReasonOf(CreditReview review) => CheckOf(review) is var (check, deal) ? ReviewFields.ReasonOf(check, deal, file) : null;

    private static IEnumerable<CreditReview> Open(IEnumerable<CreditReview> reviews) => reviews.Where(r => r is { State: ReviewState.Open, OpportunityKey: not null });

    private (DealCheck Check, OpportunityRecord Deal)? CheckOf(CreditReview review) =>
        decision.Deals.FirstOrDefault(d => d.OpportunityKey == review.OpportunityKey) is { } check && file.Opportunities.FirstOrDefault(o => o.Key == review.OpportunityKey) is { } deal
            ? (check, deal)
            : null;
}
