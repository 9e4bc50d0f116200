using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Runs;

/// <summary>What is to become of an account's reviews.</summary>
/// <param name="Reviews">Reviews that are new or have changed.</param>
/// <param name="Outbox">What is asked of the outbox.</param>
internal sealed record PlannedReviews(IReadOnlyList<CreditReview> Reviews, IReadOnlyList<OutboxChange> Outbox)
{
    /// <summary>Nothing.</summary>
    public static PlannedReviews None { get; } = new([], []);

    /// <summary>Business day on which a review of a deal is due, by key of the deal.</summary>
    public IReadOnlyDictionary<string, DateOnly> DueOfDeals { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>What sales is told about a deal whose review waits for sales, by key of the deal: no day is promised for it meanwhile.</summary>
    public IReadOnlyDictionary<string, string> WaitingDeals { get; init; } = new Dictionary<string, string>();

    /// <summary>Checks of deals that credit has looked at and left as they were, by key of the deal: nobody has that work, and no day is promised.</summary>
    public IReadOnlyDictionary<string, DealCheck> LeftDeals { get; init; } = new Dictionary<string, DealCheck>();

    /// <summary>When time alone changes something; null when it does not.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}
