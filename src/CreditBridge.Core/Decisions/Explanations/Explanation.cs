namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Says why a decision is what it is, in as much detail as its reader may see.</summary>
public static class Explanation
{
    /// <summary>The explanation of a decision about an account.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="audience">Who reads it.</param>
    /// <param name="counterfactuals">What would change the answer, as <see cref="Evaluation.Counterfactuals.Counterfactuals.Of"/> gives it; null to leave that out.</param>
    /// <param name="owed">What the reviews of deals wait for, by key of the deal; null for nothing.</param>
    public static IReadOnlyList<ExplanationLine> Of(
        CreditDecision decision, Audience audience, IReadOnlyList<Counterfactual>? counterfactuals = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? owed = null) => audience switch
    {
        Audience.Credit => CreditExplanation.Of(decision, counterfactuals ?? [], owed),
        Audience.Customer => CustomerExplanation.Of(decision, counterfactuals ?? []),
        _ => RepExplanation.Of(decision, counterfactuals ?? [], owed),
    };

    /// <summary>The explanation of one deal's check; empty when the decision did not check that deal.</summary>
    public static IReadOnlyList<ExplanationLine> OfDeal(
        CreditDecision decision, string opportunityKey, Audience audience, IReadOnlyDictionary<string, IReadOnlyList<string>>? owed = null)
    {
        var text = new ExplanationText();
        foreach (var deal in decision.Deals)
        {
            if (deal.OpportunityKey != opportunityKey)
                continue;
            if (audience == Audience.Customer)
                CustomerExplanation.AddDeal(text, deal);
            else
                DealExplanation.Add(text, deal, audience, owed?.GetValueOrDefault(deal.OpportunityKey));
        }

        return text.Lines;
    }
}
