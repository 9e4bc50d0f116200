using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Evaluation.Limits;

/// <summary>What each way to find a limit gives, and why. One whose inputs are missing gives nothing.</summary>
internal static class LimitMethods
{
    public static (CreditLimit Limit, string Note) Apply(LimitMethod method, Situation situation)
    {
        if (method.When is { } when && when.Evaluate(situation).Flag is not true and var applies)
            return (CreditLimit.NotSet, applies is null ? $"not used, because it cannot be told whether {when.Text}" : $"not used, because it is not so that {when.Text}");
        return method switch
        {
            FormulaLimit formula => Of(formula.Amount, formula.Text, method.Name, situation),
            FixedLimit fixedLimit => Fixed(fixedLimit.Limit, "the same for every account that it is used for", situation),
            MatrixLimit { Matrix: var matrix } => matrix.TryFind(situation, out var cell, out var where) && cell is not null
                ? cell.Formula is { } formula ? Of(formula, $"{where}: {formula.Text}", method.Name, situation) : Fixed(cell.Limit ?? CreditLimit.NotSet, where, situation)
                : (CreditLimit.NotSet, where),
            NeedAndCapacityLimit need => NeedAndCapacity(need, situation),
            BandLimit { ByBand: var byBand } when situation.Band is { } band => Fixed(byBand.GetValueOrDefault(band.Name), $"limit of band {band.Name}", situation),
            _ => (CreditLimit.NotSet, "there is no score, and so no band"),
        };
    }

    /// <summary>An amount as a limit: what is below one minor unit grants nothing.</summary>
    public static CreditLimit Of(decimal amount, Situation situation, string rule)
    {
        var money = new Money(Bounded.Amount(amount, out var cut), situation.Facts.Currency).Round();
        if (cut)
            situation.Note("absurd_limit", $"'{rule}' gives an absurd limit; {money.ToDisplay()} is used. Check its inputs.");
        if (money.Amount < 0m)
            situation.Note("negative_limit", $"'{rule}' gives a limit below zero ({money.ToDisplay()}): no credit is granted.");
        return money.Amount > 0m ? CreditLimit.Of(money) : CreditLimit.None;
    }

    private static (CreditLimit Limit, string Note) Of(Expression formula, string note, string rule, Situation situation) => formula.Evaluate(situation).Number is { } amount
        ? (Of(amount, situation, rule), note)
        : (CreditLimit.NotSet, $"{note}: cannot be told, because {Unknown(formula, situation)}");

    private static (CreditLimit Limit, string Note) Fixed(CreditLimit limit, string note, Situation situation) => !limit.TryGetAmount(out var ceiling)
        ? (limit, note)
        : situation.FromPolicy(ceiling.Amount) is { } amount ? (Of(amount, situation, note), note) : (NotKnown(situation), $"no exchange rate from {ceiling.Currency}");

    /// <summary>A limit that cannot be told for want of an exchange rate.</summary>
    public static CreditLimit NotKnown(Situation situation)
    {
        situation.Unknown();
        return CreditLimit.NotSet;
    }

    private static (CreditLimit Limit, string Note) NeedAndCapacity(NeedAndCapacityLimit method, Situation situation)
    {
        if (method.Need.Evaluate(situation).Number is not { } lowest)
            return (CreditLimit.NotSet, $"the need ({method.Need.Text}) cannot be told, because {Unknown(method.Need, situation)}");
        var decisive = $"the need ({method.Need.Text})";
        foreach (var capacity in method.Capacities)
        {
            if (capacity.Evaluate(situation).Number is not { } amount)
                return (CreditLimit.NotSet, $"a capacity ({capacity.Text}) cannot be told, because {Unknown(capacity, situation)}");
            if (amount < lowest)
                (lowest, decisive) = (amount, $"the capacity ({capacity.Text})");
        }

        return (Of(lowest, situation, method.Name), $"{decisive} is the lowest of need and capacity");
    }

    private static string Unknown(Expression formula, Situation situation)
    {
        var missing = formula.Inputs.Where(i => situation.Read(i).IsMissing).Select(i => $"'{i.Name}' is unknown ({(situation.IsUnknown(i) ? situation.LacksRecords || situation.LacksCustomers ? situation.WhyUnknown : "an amount cannot be converted" : i.MissingWhen)})").ToList();
        return missing.Count > 0 ? string.Join(", ", missing) : "it has no result";
    }
}
