using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Evaluation.Overrides;

/// <summary>What exceptions do.</summary>
public static class OverrideEffects
{
    /// <summary>Whether it takes something away instead of granting it: no bound of the policy applies, and it may go without an end.</summary>
    public static bool Restricts(this OverrideEffect effect) => effect is OverrideEffect.Hold or OverrideEffect.LowerLimit or OverrideEffect.DeclineDeals;
}
