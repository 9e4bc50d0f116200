namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Explains a decision to sales: what it means and what to do.</summary>
internal static class RepExplanation
{
    public static IReadOnlyList<ExplanationLine> Of(CreditDecision decision, IReadOnlyList<Counterfactual> counterfactuals, IReadOnlyDictionary<string, IReadOnlyList<string>>? owed)
    {
        var text = new ExplanationText();
        text.In("Answer").Add(decision.Message)
            .Add($"Limit: {ExplanationText.Limit(decision)}; owed now: {ExplanationText.Amount(decision.Exposure.Total)}" + (decision.Headroom is { } left ? $"; left: {left.ToDisplay()}" : ""))
            .Add("Recommended terms", $"{decision.RecommendedTerms}");
        if (decision.Band is { } band)
            text.Add("Risk band", band);
        if (decision.NextReview is { } review)
            text.Add("Next periodic review", ExplanationText.Day(review));
        foreach (var reason in decision.HoldReasons)
            text.In("Hold").Add(reason.Reason).Add($"Released when: {reason.ReleasedWhen}");
        foreach (var sentence in decision.HoldsKeptBy ?? [])
            text.In("Hold").Add(sentence);
        foreach (var pending in decision.PendingHolds)
            text.In("Holds that wait").Add($"{pending.Reason} Unless that ends, the account is on hold from {ExplanationText.Day(pending.HoldsFrom)} on.");
        foreach (var order in decision.Orders)
            text.In("Open orders").Add($"Order {order.Order} ({order.Amount.ToDisplay()}) {(order.Stopped ? "waits" : "goes on")}: {order.Why}");
        if (!decision.Prequalification.IsPrequalified)
        {
            foreach (var unmet in decision.Prequalification.Unmet)
                text.In("Not prequalified because").Add(unmet);
        }

        foreach (var deal in decision.Deals)
            DealExplanation.Add(text, deal, Audience.Rep, owed?.GetValueOrDefault(deal.OpportunityKey));
        // Names of inputs are the policy's business: sales reads them as words.
        text.AddCounterfactuals(counterfactuals.Where(c => c.ForSales).Select(c => (c.Input is { } input ? c.What.Replace(input, input.Replace('_', ' '), StringComparison.Ordinal) : c.What, c.Then)));
        return text.Lines;
    }
}
