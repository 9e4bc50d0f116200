namespace CreditBridge.Abstractions.Failures;

/// <summary>
/// The one exception that a connector throws for an expected failure: it ends the operation at hand and carries the failure as data.
/// Any other exception out of a connector is taken for a bug in it.
/// </summary>
public sealed class ConnectorException(Failure failure, Exception? cause = null) : Exception(failure.ToString(), cause)
{
    /// <summary>What happened and what to do.</summary>
    public Failure Failure { get; } = failure;
}
