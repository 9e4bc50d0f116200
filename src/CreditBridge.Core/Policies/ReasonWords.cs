using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>What to say when something speaks against the customer, to each audience.</summary>
/// <param name="Credit">For the credit team; null to let the figures speak.</param>
/// <param name="Customer">For the customer, without figures of ours; null when it is none of its business.</param>
/// <param name="Edifact">The code of UN/EDIFACT 4509 that comes nearest; null when none does.</param>
public sealed record ReasonWords(TextTemplate? Credit, TextTemplate? Customer, int? Edifact)
{
    /// <summary>Nothing special to say.</summary>
    public static ReasonWords None { get; } = new(null, null, null);
}
