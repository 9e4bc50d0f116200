namespace CreditBridge.Storage.Model;

/// <summary>Whether an account has to be evaluated. There is one for every account that has a record of its own.</summary>
internal sealed class AccountStateRow
{
    public required string AccountKey { get; init; }

    /// <summary>Counts up each time the account is marked.</summary>
    public required long Mark { get; init; }

    /// <summary>The mark that the latest evaluation saw; the account is marked while it is behind <see cref="Mark"/>.</summary>
    public required long EvaluatedMark { get; init; }

    /// <summary>
    /// From when on the account is due: when it was first marked since its evaluation, or its next moment. Null: not before something happens.
    /// One column for both, so that "longest waiting first" is a walk along one index.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Counts up with each lease, so that an evaluation whose lease ran out and was taken by another is recognised as stale.</summary>
    public required long Lease { get; init; }
}
