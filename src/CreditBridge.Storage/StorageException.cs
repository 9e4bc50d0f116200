using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Storage;

/// <summary>The database cannot be used: it is not reachable, refuses the login or the rights, or does not fit this program. The message says what to do.</summary>
public sealed class StorageException(Failure failure, Exception? cause = null) : Exception(failure.ToString(), cause)
{
    /// <summary>What happened and what to do; no secrets.</summary>
    public Failure Failure { get; } = failure;
}
