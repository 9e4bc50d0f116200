using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Groups;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Limits;

/// <summary>
/// Finds the limit: what the methods give, combined; the ERP's against it; the group's for a member without its own; adjustments and securities; what the band grants;
/// the automatic raise; cap and rounding; how far it may change by itself; exceptions; and at last the group's limit. Every step is kept.
/// </summary>
internal sealed class LimitCalculator
{
    private static readonly CreditInput SecuredInput = InputCatalogue.Named("secured_in_limit");

    private readonly Situation _situation;
    private readonly LimitPolicy _policy;
    private readonly List<LimitStep> _steps = [];
    private bool _isErpLimit;

    private LimitCalculator(Situation situation)
    {
        _situation = situation;
        _policy = situation.Policy.Limit;
    }

    /// <summary>Finds limit and group limit and sets them on the situation; gives the way to them.</summary>
    public static IReadOnlyList<LimitStep> Calculate(Situation situation)
    {
        var calculator = new LimitCalculator(situation);
        var before = situation.UnknownReads;
        situation.GroupLimit = GroupLimits.Find(situation, calculator._steps);
        situation.StandingLimit = calculator.Standing();
        situation.Limit = calculator.WithinGroup(calculator.WithExceptions(situation.StandingLimit));
        if (situation.UnknownReads > before)
            calculator.IsUnknown();
        return calculator._steps;
    }

    // The limit of the decision before stays what the next one's change is measured against.
    private void IsUnknown()
    {
        _situation.LimitIsUnknown = true;
        (_situation.StandingLimit, _situation.Limit, _situation.Raised, _situation.ProposedLimit) = (_situation.Facts.File.Prior.Limit, CreditLimit.NotSet, 0m, null);
        _steps.Add(_situation.LacksRates
            ? new LimitStep("exchange rate", CreditLimit.NotSet, "the limit cannot be told: an amount that it rests on cannot be converted", Decisive: false)
            : _situation.LacksCustomers
            ? new LimitStep("customer keys", CreditLimit.NotSet, "the limit cannot be told: it rests on what is owed under a customer key that is in no ERP", Decisive: false)
            : new LimitStep("records of the ERP", CreditLimit.NotSet, "the limit cannot be told: records that it rests on cannot be read", Decisive: false));
        MakeDecisive(_steps.Count - 1);
    }

    private bool UsesGroup => _situation.Policy.Group is { WithoutOwnLimit: MemberWithoutLimit.UsesGroup };

    private CreditLimit Standing()
    {
        var unknown = _situation.UnknownReads;
        var limit = AgainstErp(Combine(), unknown);
        if (limit.Kind == CreditLimitKind.NotSet && UsesGroup && _situation.GroupLimit.Kind != CreditLimitKind.NotSet)
            limit = Step("limit of the group", _situation.GroupLimit, "the account has no limit of its own and uses the group's");
        if (limit.Kind == CreditLimitKind.NotSet)
            return Exempt(WhatNotSetMeans());
        var usual = Exempt(GrantedByBand(Adjusted(limit)));
        var raised = Raised(usual);
        limit = RoundedDown(Capped(raised));
        if (raised != usual && limit.TryGetAmount(out var now) && usual.TryGetAmount(out var before))
            _situation.Raised = Math.Max(0m, now.Amount - before.Amount);
        return _isErpLimit ? limit : ChangeBounds.Apply(_situation, limit, (kept, note) => Step("automatic change", kept, note));
    }

    // Before the cap: it makes an amount of a limit without a ceiling, and the member stays what it is.
    private CreditLimit Exempt(CreditLimit limit)
    {
        _situation.IsExemptFromGroup = limit.Kind == CreditLimitKind.Unlimited && _situation.Policy.Group is { UnlimitedMembers: UnlimitedMember.Exempt };
        return limit;
    }

    private CreditLimit Combine()
    {
        var decisive = -1;
        var result = CreditLimit.NotSet;
        foreach (var method in _policy.Methods)
        {
            var unknown = _situation.UnknownReads;
            var (limit, note) = LimitMethods.Apply(method, _situation);
            // What comes after the first match decides nothing.
            if (decisive >= 0 && _policy.Combination == LimitCombination.FirstMatch)
                _situation.UnknownReads = unknown;
            _steps.Add(new LimitStep(method.Name, limit, note, Decisive: false));
            if (limit.Kind == CreditLimitKind.NotSet)
                continue;
            var better = decisive < 0 || _policy.Combination switch
            {
                LimitCombination.MostRestrictive => IsLower(limit, result),
                LimitCombination.Highest => IsLower(result, limit),
                _ => false,
            };
            if (better)
                (result, decisive) = (limit, _steps.Count - 1);
        }

        if (decisive >= 0)
            MakeDecisive(decisive);
        return result;
    }

    private CreditLimit AgainstErp(CreditLimit computed, int unknownBefore)
    {
        var erp = _situation.Facts.ErpLimit;
        if (_situation.Facts.Unknown.HasFlag(AmountGroups.Limits))
        {
            // Unknown is not the same as not set: an ERP's limit that cannot be converted may be the lower one, or the one that counts.
            if (_policy.Erp != ErpLimitRole.PolicyWins || computed.Kind == CreditLimitKind.NotSet)
                _situation.Unknown();
            _steps.Add(new LimitStep("ERP limit", CreditLimit.NotSet, _situation.Facts.Unconverted.HasFlag(AmountGroups.Limits) ? "cannot be converted" : "cannot be read", Decisive: false));
            return computed;
        }

        // Where the ERP's limit counts before any other, nothing else has to be known.
        if (_policy.Erp == ErpLimitRole.ErpWins && erp.Kind != CreditLimitKind.NotSet)
            _situation.UnknownReads = unknownBefore;
        _isErpLimit = _policy.Erp switch
        {
            ErpLimitRole.ErpWins => erp.Kind != CreditLimitKind.NotSet,
            ErpLimitRole.PolicyWins => erp.Kind != CreditLimitKind.NotSet && computed.Kind == CreditLimitKind.NotSet,
            _ => erp.Kind != CreditLimitKind.NotSet && (computed.Kind == CreditLimitKind.NotSet || IsLower(erp, computed)),
        };
        var note = erp.Kind == CreditLimitKind.NotSet ? "the ERP has none" : _policy.Erp switch
        {
            ErpLimitRole.ErpWins => "the ERP's limit counts before any other",
            ErpLimitRole.PolicyWins => _isErpLimit ? "the policy finds none" : "the policy's limit counts before it",
            _ => "the lower of the ERP's and the policy's limit counts",
        };
        _steps.Add(new LimitStep("ERP limit", erp, note, Decisive: false));
        if (!_isErpLimit)
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
        return Step("no limit is set", meaning, "what the policy makes of a limit that nobody has set");
    }

    private CreditLimit Adjusted(CreditLimit limit)
    {
        foreach (var adjustment in _policy.Adjustments)
        {
            if (!limit.TryGetAmount(out var amount))
                return limit;
            if (adjustment.When is { } when && when.Evaluate(_situation).Flag != true)
                continue;
            if (adjustment.Add.Evaluate(_situation).Number is not { } change)
                _steps.Add(new LimitStep(adjustment.Name, limit, $"{adjustment.Add.Text} cannot be told, and changes nothing", Decisive: false));
            else if (change != 0m)
                limit = Step(adjustment.Name, Of(Bounded.Add(amount.Amount, change) ?? Bounded.LargestAmount, adjustment.Name), $"{(change < 0m ? "less" : "plus")} {_situation.Display(Math.Abs(change))}: {adjustment.Add.Text}");
        }

        return limit.TryGetAmount(out var before) && _situation.Peek(SecuredInput).Number is > 0m and var secured
            ? Step("securities", Of(before.Amount + secured, "securities"), $"plus {_situation.Display(secured)} that securities cover")
            : limit;
    }

    private CreditLimit GrantedByBand(CreditLimit limit)
    {
        if (_situation.Band is not { LimitPercent: not 100m } band || limit.Kind == CreditLimitKind.None)
            return limit;
        if (band.LimitPercent == 0m)
            return Step($"band {band.Name}", CreditLimit.None, "this band gets no credit");
        return limit.TryGetAmount(out var amount)
            ? Step($"band {band.Name}", Percent(amount, band.LimitPercent, $"band {band.Name}"), $"this band gets {band.LimitPercent:0.##} % of the limit")
            : limit;
    }

    private CreditLimit Raised(CreditLimit limit)
    {
        if (_policy.AutoRaise is not { } raise || !limit.TryGetAmount(out var amount) || raise.When.Evaluate(_situation).Flag != true)
            return limit;
        var raised = Percent(amount, 100m + raise.Percent, "automatic raise");
        if (raise.Highest is { } highest && (_situation.FromPolicy(highest) is not { } cap || Ceiling(raised) > cap))
            raised = _situation.FromPolicy(highest) is { } most && most > amount.Amount ? Of(most, "automatic raise") : limit;
        if (!IsLower(limit, raised))
            return limit;
        return Step("automatic raise", raised, $"by up to {raise.Percent:0.##} %, because {raise.When.Text}");
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

        return limit.TryGetAmount(out var amount) && amount.Amount <= cap ? limit : Step("highest limit", Of(cap, "highest limit"), "no limit is higher than this");
    }

    private CreditLimit RoundedDown(CreditLimit limit)
    {
        // A step in the policy's currency is taken as the same number in the decision's: limits are to be round, not exactly equal.
        if (_policy.RoundDownTo == 0m || !limit.TryGetAmount(out var amount) || Bounded.Divide(amount.Amount, _policy.RoundDownTo) is not { } steps)
            return limit;
        var rounded = Math.Floor(steps) * _policy.RoundDownTo;
        return rounded == amount.Amount ? limit : Step("rounding", Of(rounded, "rounding"), $"rounded down to a multiple of {_policy.RoundDownTo:0.##}");
    }

    private CreditLimit WithExceptions(CreditLimit limit)
    {
        foreach (var raise in _situation.Overrides.LimitRaises)
        {
            var raised = Of(raise.Cap, raise.Record.Key);
            if (limit.Kind is CreditLimitKind.NotSet || IsLower(limit, raised))
                limit = Step($"exception {raise.Record.Key}", raised, $"at least {raised.ToDisplay()} {raise.Terms}");
        }

        foreach (var lower in _situation.Overrides.LimitCaps)
        {
            var lowered = Of(lower.Cap, lower.Record.Key);
            if (limit.Kind is not CreditLimitKind.NotSet && IsLower(lowered, limit))
                limit = Step($"exception {lower.Record.Key}", lowered, $"at most {lowered.ToDisplay()} {lower.Terms}");
        }

        return limit;
    }

    private CreditLimit WithinGroup(CreditLimit limit)
    {
        var group = _situation.GroupLimit;
        if (limit.Kind == CreditLimitKind.NotSet || group.Kind is CreditLimitKind.NotSet or CreditLimitKind.Unlimited)
            return limit;
        if (_situation.IsExemptFromGroup)
        {
            _steps.Add(new LimitStep("limit of the group", group, "does not bind a member without a ceiling", Decisive: false));
            return limit;
        }

        if (IsLower(group, limit))
            return Step("limit of the group", group, "no member gets more than the whole group");
        _steps.Add(new LimitStep("limit of the group", group, "the account's own limit is not higher", Decisive: false));
        return limit;
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

    private CreditLimit Percent(Money amount, decimal percent, string rule) => Of(Bounded.Multiply(amount.Amount, percent / 100m) ?? Bounded.LargestAmount, rule);

    private CreditLimit Of(decimal amount, string rule) => LimitMethods.Of(amount, _situation, rule);

    private static bool IsLower(CreditLimit a, CreditLimit b) => Ceiling(a) < Ceiling(b);

    private static decimal Ceiling(CreditLimit limit) => limit.Kind switch
    {
        CreditLimitKind.None => 0m,
        CreditLimitKind.Amount when limit.TryGetAmount(out var amount) => amount.Amount,
        _ => decimal.MaxValue,
    };
}
