namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Explains the check of a deal to sales and to the credit team.</summary>
internal static class DealExplanation
{
    public static void Add(ExplanationText text, DealCheck deal, Audience audience, IReadOnlyList<string>? owed = null)
    {
        text.In($"Deal '{deal.Name}'").Add($"{DecisionFields.StatusText(deal.Status)}: {deal.Message}");
        foreach (var alternative in deal.Alternatives)
            text.Add(alternative.Text);
        if (audience == Audience.Credit)
            AddFigures(text, deal);
        text.Add("Recommended terms", $"{deal.RecommendedTerms}");
        if (owed is not null)
            text.Add("Credit waits for sales", $"{string.Join("; ", owed)}. The clock stands still until then, and no day is promised.");
        else if (deal.ReviewDue is { } due)
            text.Add($"Credit looks at it by {ExplanationText.Day(due)}");
    }

    private static void AddFigures(ExplanationText text, DealCheck deal)
    {
        if (deal.ExposureAtClose is { } exposure)
            text.Add("Owed when it closes", exposure.ToDisplay());
        if (deal.HeadroomAfter is { } left)
            text.Add("Left of the limit with it", left.ToDisplay());
        foreach (var alternative in deal.Alternatives)
        {
            if (alternative.PaidFirst.Count > 4)
                text.Add("To be paid first", string.Join(", ", alternative.PaidFirst));
            if (alternative.Releases.Count > 2)
                text.Add("Parts that follow", string.Join(", ", alternative.Releases.Select(r => $"{r.Amount.ToDisplay()} from {ExplanationText.Day(r.On)}")));
        }

        if (deal.Passed is { } passed)
            text.Add("Passed", $"'{passed.Checkpoint}' on {ExplanationText.Day(passed.On)}; unchanged, it is checked again from {ExplanationText.Day(passed.CheckedAgainFrom)} on");
        if (deal.ClearedBy is { } exception)
            text.Add("Cleared by exception", exception);
    }
}
