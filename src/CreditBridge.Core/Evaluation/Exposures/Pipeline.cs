using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Exposures;

/// <summary>The open deals from the policy's probability on, without those to be paid in advance.</summary>
internal sealed class Pipeline
{
    public Pipeline(FactSheet facts, CreditPolicy policy, DealSelector selector)
    {
        if (facts.File.Opportunities.Count == 0)
            return;
        var counts = policy.Exposure.Counts(BucketKind.Pipeline);
        foreach (var deal in facts.File.Opportunities)
        {
            if (deal.IsClosed || deal.Amount is not { Amount: > 0m } money || deal.RequestedTerms is { IsPrepaid: true })
                continue;
            var probability = selector.Probability(deal);
            if (probability < policy.Exposure.PipelineFromProbability)
                continue;
            if (facts.InCurrency(money, counts ? "Deal" : null, deal.Name) is { } amount)
            {
                Amount += amount;
                Weighted += amount * probability / 100m;
            }
            else
            {
                facts.IsMissingAmounts(AmountGroups.Pipeline, counts);
            }
        }
    }

    public decimal Amount { get; }

    public decimal Weighted { get; }
}
