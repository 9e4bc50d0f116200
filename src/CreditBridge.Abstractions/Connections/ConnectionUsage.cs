namespace CreditBridge.Abstractions.Connections;

/// <summary>What a connection has cost since the process started.</summary>
/// <param name="Calls">Calls that the other system counts (for Salesforce: against the daily allocation).</param>
public sealed record ConnectionUsage(long Calls)
{
    /// <summary>Calls used in the current period as the other system states them, all clients together; null when it does not say.</summary>
    public long? UsedInPeriod { get; init; }

    /// <summary>Calls allowed in the period as the other system states them; null when it does not say.</summary>
    public long? AllowedInPeriod { get; init; }
}
