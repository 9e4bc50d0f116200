using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation.Rules;

/// <summary>Checks the criteria of prequalification. What cannot be told is not met.</summary>
internal static class Prequalifier
{
    public static Prequalification Check(Situation situation)
    {
        var unmet = new List<string>();
        foreach (var criterion in situation.Policy.Prequalification)
        {
            if (criterion.Require.Evaluate(situation).Flag != true)
                unmet.Add(criterion.Otherwise.Render(situation));
        }

        // Figures that nobody can tell speak for nobody.
        if (situation.LacksRates)
            unmet.Add(situation.MissingRates);
        if (situation.Facts.Contradictions is not null)
            unmet.Add("What the ERP says that this customer owes and its open items do not agree; credit clears that up.");
        // Criteria say what speaks for an account; where nobody could say how good the risk is, nothing does.
        if (situation.Band is null && unmet.Count == 0)
            unmet.Add("Too little is known about this customer.");
        return new Prequalification(unmet.Count == 0, unmet);
    }
}
