using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>Records of reviews that are not with the accounts of their reviews: people have put another account on them, or deleted them.</summary>
internal sealed class MissingRecords(ISnapshotReader reader)
{
    private readonly Dictionary<string, ReviewRecord> _elsewhere = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>The records that are with another account, or with none.</summary>
    public IEnumerable<ReviewRecord> Elsewhere => _elsewhere.Values;

    /// <summary>Finds out where the records are that are not with the accounts of a batch.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="reviewsOf">The reviews of an account and of those that were merged into it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task FindAsync(IEnumerable<AccountRows> accounts, Func<AccountRows, IReadOnlyCollection<CreditReview>> reviewsOf, CancellationToken cancellationToken)
    {
        _elsewhere.Clear();
        _missing.Clear();
        foreach (var account in accounts)
        {
            if (reviewsOf(account) is not { Count: > 0 } reviews)
                continue;
            var records = new RecordsOfReviews([.. account.Related.Where(r => r.Kind == RecordKind.Review).Select(r => (ReviewRecord)RecordCodec.Decode(r.Kind, r.Payload))]);
            _missing.UnionWith(reviews.Where(r => records.Of(r) is null).Select(r => r.CrmKey).OfType<string>());
        }

        if (_missing.Count == 0)
            return;
        foreach (var stored in await reader.ReadRecordsAsync(RecordKind.Review, _missing, cancellationToken))
        {
            var record = (ReviewRecord)RecordCodec.Decode(RecordKind.Review, stored.Payload);
            _elsewhere[record.Key] = record;
        }
    }

    /// <summary>The record of a review of ours that a person has given to another account, or to none; null when it was not. That of a person's own review is theirs to give.</summary>
    public ReviewRecord? StrayOf(CreditReview review) =>
        review.CrmKey is { } key && PersonsReview.RecordOf(review.Key) is null && _elsewhere.GetValueOrDefault(key) is { } record && record.ReviewKey == review.Key ? record : null;

    /// <summary>Whether the record of a review was deleted.</summary>
    public bool IsDeleted(CreditReview review) => review.CrmKey is { } key && _missing.Contains(key) && !_elsewhere.ContainsKey(key);
}
