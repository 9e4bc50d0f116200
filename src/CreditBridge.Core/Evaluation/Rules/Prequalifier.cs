using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Evaluation.Rules;

/// <summary>Checks the criteria of prequalification. What cannot be told is not met.</summary>
internal static class Prequalifier
{
    public static Prequalification Check(Situation situation)
    {
        var unmet = new List<string>();
        var undelivered = situation.Facts.File.HasUndelivered();
        if (situation.LacksCustomers)
            unmet.Add(UndeliveredCustomers.Sentence(situation.Facts.File));
        if (situation.LacksRecords)
            unmet.Add(UnreadableRecordsOfFile.Sentence(situation.Facts.File));
        var causeIsSaid = situation.LacksCustomers || situation.LacksRecords || situation.LacksRates;
        foreach (var criterion in situation.Policy.Prequalification)
        {
            var before = situation.UnknownReads;
            var isMet = criterion.Require.Evaluate(situation).Flag;
            // That the account has no customer in an ERP is said already, and better: it names one. Nor is it claimed that invoices are late when they cannot be read: that is said instead.
            var isSaid = (undelivered && criterion.Require.Inputs.Any(i => i.Name == CustomerInputs.Count)) || (isMet is null && situation.UnknownReads > before && causeIsSaid);
            if (isMet != true && !isSaid)
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
