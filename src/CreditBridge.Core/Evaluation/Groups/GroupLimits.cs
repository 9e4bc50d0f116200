using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Limits;

namespace CreditBridge.Core.Evaluation.Groups;

/// <summary>Finds the limit of the whole group, and says what the decision shows of the group.</summary>
internal static class GroupLimits
{
    /// <summary>The group's limit, exceptions for the group included; not set when the account is in none or the policy has no group limit.</summary>
    public static CreditLimit Find(Situation situation, List<LimitStep> steps)
    {
        if (situation.Policy.Group is not { } policy || situation.Facts.File.Group is not { } group)
            return CreditLimit.NotSet;
        var (limit, note) = (policy.Formula, policy.Fixed) switch
        {
            ({ } formula, _) => formula.Evaluate(situation).Number is { } amount
                ? (LimitMethods.Of(amount, situation, "limit of the group"), formula.Text)
                : (CreditLimit.NotSet, $"{formula.Text} cannot be told"),
            (_, { } set) when set.TryGetAmount(out var ceiling) => situation.FromPolicy(ceiling.Amount) is { } amount
                ? (LimitMethods.Of(amount, situation, "limit of the group"), "the same for every group")
                : (LimitMethods.NotKnown(situation), $"no exchange rate from {ceiling.Currency}"),
            (_, { } set) => (set, "the same for every group"),
            _ => (GroupSheet.TopLimit(situation.Facts, group), $"the ERP's limit for {group.Name}"),
        };
        foreach (var raise in situation.Overrides.LimitRaises)
        {
            if (raise.Record.Scope == Abstractions.Records.OverrideScope.Group && limit.TryGetAmount(out var amount) && amount.Amount < raise.Cap)
                (limit, note) = (LimitMethods.Of(raise.Cap, situation, raise.Record.Key), $"{note}; raised by exception {raise.Record.Key} {raise.Terms}");
        }

        steps.Add(new LimitStep("group limit found", limit, note, Decisive: false));
        return limit;
    }

    /// <summary>The group's credit as the decision shows it; null when the account is in none or the policy has no group limit.</summary>
    public static GroupCredit? ToDecision(Situation situation)
    {
        if (situation.Policy.Group is null || situation.Group is not { } group)
            return null;
        var currency = situation.Facts.Currency;
        Money? headroom = situation.GroupHeadroom is { } left ? new Money(left, currency) : null;
        return new GroupCredit(group.Standing.Key, group.Standing.Name, situation.GroupLimit, group.IsComplete ? new Money(group.Exposure, currency) : null, headroom);
    }
}
