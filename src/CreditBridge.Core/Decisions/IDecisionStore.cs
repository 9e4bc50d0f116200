namespace CreditBridge.Core.Decisions;

/// <summary>Reads the decisions that were taken; they are appended by <see cref="Accounts.IAccountStore.CompleteAsync"/> and never changed.</summary>
public interface IDecisionStore
{
    /// <summary>The newest decision of each account; accounts without one are absent.</summary>
    Task<IReadOnlyDictionary<string, StoredDecision>> GetLatestAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken);

    /// <summary>The decision with this id; null when there is none.</summary>
    Task<StoredDecision?> FindAsync(string decisionId, CancellationToken cancellationToken);

    /// <summary>The decisions with these ids, by id; those that there are not are absent.</summary>
    Task<IReadOnlyDictionary<string, StoredDecision>> FindAsync(IReadOnlyCollection<string> decisionIds, CancellationToken cancellationToken);

    /// <summary>The decision that stood at a moment; null when there was none yet.</summary>
    Task<StoredDecision?> GetAtAsync(string accountKey, DateTimeOffset moment, CancellationToken cancellationToken);
}

/// <summary>A decision as it is kept: with the file that it was taken on, so that it can be replayed, and chained to the account's previous one, so that tampering shows.</summary>
/// <param name="Id">Identity of the decision.</param>
/// <param name="AccountKey">The account.</param>
/// <param name="DecidedAt">The moment of the decision's <c>AsOf</c>.</param>
/// <param name="PolicyVersion">The policy it was taken under.</param>
/// <param name="ContentHash">Hash over what it says, without the moment and the id: two decisions that say the same have the same.</param>
/// <param name="Content">The decision as UTF-8 JSON.</param>
/// <param name="File">The credit file as UTF-8 JSON.</param>
/// <param name="PreviousHash">Chain hash of the account's previous decision; empty for the first.</param>
/// <param name="ChainHash">Hash over this decision, its file and <paramref name="PreviousHash"/>.</param>
public sealed record StoredDecision(
    string Id, string AccountKey, DateTimeOffset DecidedAt, string PolicyVersion, string ContentHash, byte[] Content, byte[] File, string PreviousHash, string ChainHash);
