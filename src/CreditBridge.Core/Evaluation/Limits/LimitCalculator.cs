using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Limits;

/// <summary>
/// Finds the limit: what the methods give, combined; then the ERP's limit against it; then what the band grants; then cap and rounding. Every step is kept.
/// </summary>
internal sealed class LimitCalculator
{
    private readonly Situation _situation;
    private readonly LimitPolicy _policy;
    private readonly List<LimitStep> _steps = [];

    private LimitCalculator(Situation situation)
    {
        _situation = situation;
        _policy = situation.Policy.Limit;
    }

    /// <summary>The limit and the way to it.</summary>
    public static (CreditLimit Limit, IReadOnlyList<LimitStep> Steps) Calculate(Situation situation)
    {
        var calculator = new LimitCalculator(situation);
        var limit = calculator.Calculate();
        return (limit, calculator._steps);
    }

    private CreditLimit Calculate()
    {
        var limit = AgainstErp(Combine());
        if (limit.Kind == CreditLimitKind.NotSet)
            return WhatNotSetMeans();
        limit = GrantedByBand(limit);
        limit = Capped(limit);
        return RoundedDown(limit);
    }

    private CreditLimit Combine()
    {
        var decisive = -1;
        var result = CreditLimit.NotSet;
        var first = _steps.Count;
        foreach (var method in _policy.Methods)
        {
            var (limit, note) = Apply(method);
            _steps.Add(new LimitStep(method.Name, limit, note, Decisive: false));
            if (limit.Kind == CreditLimitKind.NotSet)
                continue;
            var better = decisive < 0 || (_policy.Combination == LimitCombination.MostRestrictive && IsLower(limit, result));
            if (better)
                (result, decisive) = (limit, _steps.Count - 1);
        }

        if (decisive >= first)
            MakeDecisive(decisive);
        return result;
    }

    private (CreditLimit Limit, string Note) Apply(LimitMethod method) => method switch
    {
        FormulaLimit formula => formula.Amount.Evaluate(_situation).Number is { } amount
            ? (Of(amount), formula.Text)
            : (CreditLimit.NotSet, $"{formula.Text}: cannot be told, because {Unknown(formula)}"),
        BandLimit { ByBand: var byBand } when _situation.Band is { } band => byBand.TryGetValue(band.Name, out var limit) && limit.TryGetAmount(out var ceiling)
            ? _situation.FromPolicy(ceiling.Amount) is { } amount ? (Of(amount), $"limit of band {band.Name}") : (CreditLimit.NotSet, $"no exchange rate from {ceiling.Currency}")
            : (limit, $"limit of band {band.Name}"),
        _ => (CreditLimit.NotSet, "there is no score, and so no band"),
    };

    private string Unknown(FormulaLimit formula)
    {
        var missing = formula.Amount.Inputs.Where(i => _situation.Read(i).IsMissing).Select(i => $"'{i.Name}' is unknown ({i.MissingWhen})").ToList();
        return missing.Count > 0 ? string.Join(", ", missing) : "it has no result";
    }

    private CreditLimit AgainstErp(CreditLimit computed)
    {
        var erp = _situation.Facts.ErpLimit;
        var wins = _policy.Erp switch
        {
            ErpLimitRole.ErpWins => erp.Kind != CreditLimitKind.NotSet,
            ErpLimitRole.PolicyWins => erp.Kind != CreditLimitKind.NotSet && computed.Kind == CreditLimitKind.NotSet,
            _ => erp.Kind != CreditLimitKind.NotSet && (computed.Kind == CreditLimitKind.NotSet || IsLower(erp, computed)),
        };
        var note = erp.Kind == CreditLimitKind.NotSet ? "the ERP has none" : _policy.Erp switch
        {
            ErpLimitRole.ErpWins => "the ERP's limit counts before any other",
            ErpLimitRole.PolicyWins => wins ? "the policy finds none" : "the policy's limit counts before it",
            _ => "the lower of the ERP's and the policy's limit counts",
        };
        _steps.Add(new LimitStep("ERP limit", erp, note, Decisive: false));
        if (!wins)
            return computed;
        MakeDecisive(_steps.Count - 1);
        return erp;
    }

    private CreditLimit WhatNotSetMeans()
    {
        var meaning = _policy.NotSetMeans switch
        {
            CreditLimitKind.None => CreditLimit.None,
            CreditLimitKind.Unlimited => CreditLimit.Unlimited,
            _ => CreditLimit.NotSet,
        };
        _steps.Add(new LimitStep("no limit is set", meaning, "what the policy makes of a limit that nobody has set", Decisive: true));
        return meaning;
    }

    private CreditLimit GrantedByBand(CreditLimit limit)
    {
        if (_situation.Band is not { LimitPercent: not 100m } band || limit.Kind == CreditLimitKind.None)
            return limit;
        if (band.LimitPercent == 0m)
            return Step($"band {band.Name}", CreditLimit.None, "this band gets no credit");
        return limit.TryGetAmount(out var amount)
            ? Step($"band {band.Name}", Of(Bounded.Multiply(amount.Amount, band.LimitPercent / 100m) ?? Bounded.LargestAmount), $"this band gets {band.LimitPercent:0.##} % of the limit")
            : limit;
    }

    private CreditLimit Capped(CreditLimit limit)
    {
        if (_policy.Highest is not { } highest || limit.Kind == CreditLimitKind.None)
            return limit;
        if (_situation.FromPolicy(highest) is not { } cap)
        {
            _situation.Facts.WarnIncomplete($"The policy's highest limit cannot be applied: there is no exchange rate from {_situation.Policy.Currency} to {_situation.Facts.Currency}.");
            return limit;
        }

        return limit.TryGetAmount(out var amount) && amount.Amount <= cap ? limit : Step("highest limit", Of(cap), "no limit is higher than this");
    }

    private CreditLimit RoundedDown(CreditLimit limit)
    {
        // A step in the policy's currency is taken as the same number in the decision's: limits are to be round, not exactly equal.
        if (_policy.RoundDownTo == 0m || !limit.TryGetAmount(out var amount) || Bounded.Divide(amount.Amount, _policy.RoundDownTo) is not { } steps)
            return limit;
        var rounded = Math.Floor(steps) * _policy.RoundDownTo;
        return rounded == amount.Amount ? limit : Step("rounding", Of(rounded), $"rounded down to a multiple of {_policy.RoundDownTo:0.##}");
    }

    private CreditLimit Step(string rule, CreditLimit limit, string note)
    {
        _steps.Add(new LimitStep(rule, limit, note, Decisive: true));
        return limit;
    }

    private void MakeDecisive(int index)
    {
        for (var i = 0; i < _steps.Count; i++)
            _steps[i] = _steps[i] with { Decisive = i == index };
    }

    // What is worked out below one minor unit grants nothing.
    private CreditLimit Of(decimal amount)
    {
        var money = new Money(Bounded.Amount(amount, out _), _situation.Facts.Currency).Round();
        return money.Amount > 0m ? CreditLimit.Of(money) : CreditLimit.None;
    }

    private static bool IsLower(CreditLimit a, CreditLimit b) => Ceiling(a) < Ceiling(b);

    private static decimal Ceiling(CreditLimit limit) => limit.Kind switch
    {
        CreditLimitKind.None => 0m,
        CreditLimitKind.Amount when limit.TryGetAmount(out var amount) => amount.Amount,
        _ => decimal.MaxValue,
    };
}
