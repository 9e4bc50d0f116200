using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Reviews;

/// <summary>
/// What persons asked for ends with a decision or with their record, and with nothing else. What we had withdrawn meanwhile (the deal was closed, the review that it was joined to has lost its
/// own record) goes on when that is over.
/// </summary>
internal sealed class ResumedReviews(ReviewContext context, ReviewBook book, ReviewReading reading)
{
    /// <summary>Opens again what goes on.</summary>
    public void GoOn()
    {
        foreach (var review in book.Reviews.Where(r => CanGoOn(r) && RootOf(r) is { } root && (root.Key == r.Key || (UndecidedReview.Is(root) && !CanGoOn(root)))).ToList())
        {
            var record = review.CrmKey is { } key ? context.Records.GetValueOrDefault(key) : null;
            var goesOn = book.Reopened(review) with { Message = null, ShowsWithdrawn = record?.Status == ReviewStatus.Withdrawn ? true : null };
            book.Put(record is null ? goesOn : reading.Read(goesOn, record));
        }
    }

    private bool CanGoOn(CreditReview review) => UndecidedReview.Is(review) && book.HasItsRecord(review) && review.Reasons.Any(r => r.Cause == ReviewCause.Asked && !book.HasEnded(r))
        && (review.OpportunityKey is not { } deal || context.Deals.ContainsKey(deal))
        && !book.Of(review.OpportunityKey).Any(r => r.Outcome is { Refusal: null } && r.ClosedAt > review.ClosedAt);

    // Where a review that was joined to another one goes on in the end; null when that is not known any more.
    private CreditReview? RootOf(CreditReview review)
    {
        CreditReview? root = review;
        for (var i = 0; i < book.Reviews.Count && root is { JoinedTo: { } next }; i++)
            root = book.Find(next);
        return root;
    }
}
