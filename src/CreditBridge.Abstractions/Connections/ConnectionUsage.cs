namespace CreditBridge.Abstractions.Connections;

/// <summary>What a connection has cost since the process started.</summary>
/// <param name="Calls">Calls that the other system counts (for Salesforce: against the daily allocation).</param>
public sealed record ConnectionUsage(long Calls)
{
    /// <summary>Calls used in the current period as the other system states them, all clients together; null when it does not say.</summary>
    public long? UsedInPeriod { get; init; }

    /// <summary>Calls allowed in the period as the other system states them; null when it does not say.</summary>
    public long? AllowedInPeriod { get; init; }

    /// <summary>Calls that CreditBridge itself has used of its own budget in the current period, all its processes together; null when it keeps no budget.</summary>
    public long? OwnInPeriod { get; init; }

    /// <summary>Calls that CreditBridge may use in the period by its own budget; null when it keeps none.</summary>
    public long? OwnBudget { get; init; }

    /// <summary>Of <see cref="OwnBudget"/>, how many are kept for writing holds.</summary>
    public long? ReservedForHolds { get; init; }
}
