using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Runs;

/// <summary>Which record of the CRM is a review's: the one that carries its key, else the one on which it was read before.</summary>
internal sealed class RecordsOfReviews(IReadOnlyList<ReviewRecord> inCrm)
{
    private readonly Dictionary<string, ReviewRecord> _byReview =
        inCrm.Where(r => r.ReviewKey is not null).DistinctBy(r => r.ReviewKey, StringComparer.Ordinal).ToDictionary(r => r.ReviewKey!, StringComparer.Ordinal);

    private readonly Dictionary<string, ReviewRecord> _byKey = inCrm.DistinctBy(r => r.Key, StringComparer.Ordinal).ToDictionary(r => r.Key, StringComparer.Ordinal);

    /// <summary>The record of a review; null when it is not there.</summary>
    public ReviewRecord? Of(CreditReview review) => _byReview.GetValueOrDefault(review.Key) ?? (review.CrmKey is { } key ? _byKey.GetValueOrDefault(key) : null);
}
