using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>What terms that choose between others have in common.</summary>
internal static class ChoiceTerms
{
    /// <summary>The same choice between amounts; null when one of the terms cannot be an amount.</summary>
    public static Term? ToAmounts(Term[] terms, Func<Term[], Term> compose)
    {
        var amounts = new Term[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].ToAmount() is not { } amount)
                return null;
            amounts[i] = amount;
        }

        return compose(amounts);
    }
}

/// <summary>One of two values, depending on a condition; missing when the condition or the chosen value is.</summary>
internal sealed class IfTerm(Term condition, Term then, Term otherwise) : Term(then.Type)
{
    public override Reading Read(Situation situation) => condition.Holds(situation) switch
    {
        true => then.Read(situation),
        false => otherwise.Read(situation),
        null => Reading.Missing,
    };

    public override Term? ToAmount() => ChoiceTerms.ToAmounts([then, otherwise], amounts => new IfTerm(condition, amounts[0], amounts[1]));
}

/// <summary>The first of several values that is not missing.</summary>
internal sealed class CoalesceTerm(Term[] terms) : Term(terms[0].Type)
{
    public override Reading Read(Situation situation)
    {
        foreach (var term in terms)
        {
            var before = situation.UnknownReads;
            var reading = term.Read(situation);
            if (!reading.IsMissing)
                return reading;
            // What is owed and cannot be converted is there; nothing stands in for it.
            if (situation.UnknownReads > before && !situation.ShowsKnownPart)
                return Reading.Missing;
        }

        return Reading.Missing;
    }

    public override Term? ToAmount() => ChoiceTerms.ToAmounts(terms, amounts => new CoalesceTerm(amounts));
}
