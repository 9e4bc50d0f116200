using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Evaluation.Overrides;

/// <summary>Whether an exception keeps within what the policy allows exceptions to be.</summary>
internal static class OverrideBounds
{
    /// <summary>Up to what amount it goes, in the decision's currency; or why it goes too far, as half a sentence.</summary>
    public static (decimal Cap, string? Problem) Check(OverrideRecord record, Situation situation)
    {
        // What a person has restricted is freed by a person, never by a policy that was changed since.
        if (record.Effect.Restricts())
            return Restriction(record, situation);
        var policy = situation.Policy.Overrides;
        if (policy is null)
            return (0m, "the policy allows no exceptions; its section 'overrides' would say how far they may go");
        if (!policy.Effects.Contains(record.Effect))
            return (0m, $"the policy has no exceptions that {Words(record.Effect)}");
        if (policy.GrantedBy.Count > 0 && !policy.GrantedBy.Contains(record.GrantedBy, StringComparer.OrdinalIgnoreCase))
            return (0m, $"{record.GrantedBy} is not among those who may grant exceptions");
        if (!policy.Scopes.Contains(record.Scope))
            return (0m, $"the policy has no exceptions for {record.Scope switch { OverrideScope.Deal => "a deal", OverrideScope.Account => "an account", _ => "a group" }}");
        if (record.Scope == OverrideScope.Deal && record.OpportunityKey is null)
            return (0m, "it is for a deal and names none");
        if (record.Scope == OverrideScope.Deal && record.Effect == OverrideEffect.RaiseLimit)
            return (0m, "a limit cannot be raised for a single deal; clear the deal instead");
        if (record.ExpiresOn is not { } last)
            return (0m, "it has no last day");
        if (last < record.ValidFrom || (long)last.DayNumber - record.ValidFrom.DayNumber + 1 > policy.LongestDays)
            return (0m, last < record.ValidFrom ? "it ends before it begins" : $"it lasts longer than {policy.LongestDays} days");
        if (record.MaxUses is < 1 || record.MaxUses > policy.MostUses)
            return (0m, record.MaxUses < 1 ? "it allows no use" : $"it allows more than {policy.MostUses} uses");
        foreach (var name in record.EndsWhen)
        {
            if (!policy.Triggers.Any(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase)))
                return (0m, $"it is to be ended by '{name}', and the policy has no such trigger");
        }

        if (situation.FromPolicy(policy.HighestAmount) is not { } highest)
            return (0m, $"there is no exchange rate from {situation.Policy.Currency} to tell whether its amount is within the policy's");
        if (record.AmountCap is not { } money)
            return (highest, null);
        if (situation.Facts.InCurrency(money, null) is not { } cap)
            return (0m, $"there is no exchange rate from {money.Currency} for its amount");
        return cap <= 0m ? (0m, "its amount is not above zero")
            : cap > highest ? (0m, $"its amount of {situation.Display(cap)} is above the policy's highest of {situation.Display(highest)}")
            : (cap, null);
    }

    private static (decimal Cap, string? Problem) Restriction(OverrideRecord record, Situation situation)
    {
        if (record.Scope == OverrideScope.Deal && record.OpportunityKey is null)
            return (0m, "it is for a deal and names none");
        if (record.Effect != OverrideEffect.LowerLimit)
            return (0m, null);
        if (record.Scope == OverrideScope.Deal)
            return (0m, "a limit cannot be lowered for a single deal; decline the deal instead");
        if (record.AmountCap is not { } money)
            return (0m, "it names no amount");
        if (situation.Facts.InCurrency(money, null) is not { } cap)
            return (0m, $"there is no exchange rate from {money.Currency} for its amount");
        return cap > 0m ? (cap, null) : (0m, "its amount is not above zero");
    }

    private static string Words(OverrideEffect effect) => effect switch
    {
        OverrideEffect.ReleaseHold => "lift a hold",
        OverrideEffect.RaiseLimit => "raise a limit",
        OverrideEffect.ClearDeals => "clear deals",
        _ => "put on hold",
    };
}
