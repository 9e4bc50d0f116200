using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation;

/// <summary>Says to a sales rep where an account stands: what it means for the next deal and what to do. No ratios.</summary>
internal static class AccountMessages
{
    public static string For(Situation situation, Prequalification prequalification)
    {
        var sentences = new List<string>();
        if (situation.HoldReasons.Count > 0)
        {
            sentences.Add("On credit hold.");
            sentences.AddRange(situation.HoldReasons.Select(r => $"{r.Reason} Released when: {r.ReleasedWhen}"));
            if (situation.Policy.Hold.PrepaidMayProceed)
                sentences.Add("Orders that are paid in advance can go ahead.");
        }
        else if (situation.Limit.Kind == CreditLimitKind.None)
        {
            sentences.Add("No credit is granted: orders are paid in advance.");
        }
        else
        {
            sentences.Add(Standing(situation, prequalification));
            if (!prequalification.IsPrequalified)
                sentences.AddRange(prequalification.Unmet);
        }

        return string.Join(" ", sentences);
    }

    private static string Standing(Situation situation, Prequalification prequalification)
    {
        var terms = situation.Policy.LongestTerms(situation.Band);
        if (situation.Limit.Kind == CreditLimitKind.NotSet)
            return "No credit limit has been set yet: credit looks at the first deal.";
        if (situation.Limit.Kind == CreditLimitKind.Amount && situation.Headroom is null)
            return "What is left of the limit cannot be told, because an exchange rate is missing: credit looks at every deal.";
        if (situation.Headroom is <= 0m)
            return $"The credit limit of {situation.Limit.ToDisplay()} is used up: agree on payment in advance, or talk to credit.";
        var room = situation.Headroom is { } left ? $"{new Money(left, situation.Facts.Currency).ToDisplay()} of the {situation.Limit.ToDisplay()} limit is free." : "There is no ceiling on credit.";
        if (!prequalification.IsPrequalified || situation.Band is null)
            return $"{room} Deals need a look by credit:";
        return terms.IsPrepaid ? $"{room} Orders are paid in advance." : $"{room} Deals within it on terms up to {terms} need no review.";
    }
}
