namespace CreditBridge.Storage.Model;

/// <summary>A decision. Rows are appended and never changed.</summary>
internal sealed class DecisionRow
{
    /// <summary>Position in the order of appending. The decision's own id is no key: an account that returns to earlier inputs gets the same id again.</summary>
    public long Sequence { get; init; }

    public required string Id { get; init; }

    public required string AccountKey { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required string PolicyVersion { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>Compressed, see <see cref="Stores.Compressed"/>.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Compressed, see <see cref="Stores.Compressed"/>.</summary>
    public required byte[] File { get; init; }

    public required string PreviousHash { get; init; }

    public required string ChainHash { get; init; }
}
