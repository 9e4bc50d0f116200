namespace CreditBridge.Core.Policies;

/// <summary>How payment behaviour is measured.</summary>
public sealed record PaymentsPolicy
{
    /// <summary>Whether the delay of an invoice that was disputed counts as the customer's habit.</summary>
    public bool DisputedDelaysCount { get; init; } = true;

    /// <summary>Days of sales that days sales outstanding looks back on.</summary>
    public int DsoDays { get; init; } = 365;
}
