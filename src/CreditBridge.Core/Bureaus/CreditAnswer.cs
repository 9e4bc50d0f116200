using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Bureaus;

/// <summary>What a decision comes to for those who act on it: band, limit, hold, prequalification and each deal's check. Two decisions with equal answers are the same to them.</summary>
internal sealed class CreditAnswer
{
    private readonly CreditDecision _decision;

    public CreditAnswer(CreditDecision decision) => _decision = decision;

    /// <summary>In what the other is different, in words; null when in nothing.</summary>
    public string? Difference(CreditAnswer other)
    {
        var (a, b) = (_decision, other._decision);
        if (a.Band != b.Band)
            return $"risk band {a.Band ?? "none"} would become {b.Band ?? "none"}";
        if (a.Limit != b.Limit)
            return $"the limit ({Words(a.Limit)}) would become {Words(b.Limit)}";
        if (a.ProposedLimit?.To != b.ProposedLimit?.To)
            return "another limit would be proposed";
        if (a.OnHold != b.OnHold)
            return a.OnHold ? "the hold would end" : "the account would go on hold";
        if (a.Prequalification.IsPrequalified != b.Prequalification.IsPrequalified)
            return a.Prequalification.IsPrequalified ? "the account would no longer be prequalified" : "the account would be prequalified";
        if (a.RecommendedTerms != b.RecommendedTerms)
            return "other terms would be recommended";
        var deals = b.Deals.ToDictionary(d => d.OpportunityKey, StringComparer.Ordinal);
        foreach (var deal in a.Deals)
        {
            if (deals.GetValueOrDefault(deal.OpportunityKey) is not { } then || then.Status != deal.Status || then.RecommendedTerms != deal.RecommendedTerms)
                return $"the check of deal {deal.Name} would come out differently";
        }

        return null;
    }

    private static string Words(CreditLimit limit) => limit.ToString();
}
