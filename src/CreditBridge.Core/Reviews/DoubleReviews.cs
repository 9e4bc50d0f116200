namespace CreditBridge.Core.Reviews;

/// <summary>Two open reviews for one subject, after accounts were merged or because a person created another: the younger goes into the older.</summary>
internal sealed class DoubleReviews(ReviewBook book)
{
    /// <summary>Joins them.</summary>
    public void Join()
    {
        foreach (var doubles in book.Reviews.Where(r => r.State == ReviewState.Open).GroupBy(r => r.OpportunityKey).Where(g => g.Count() > 1).ToList())
        {
            // A decision that has to be put right stays on its own record.
            var kept = ReviewBook.First(doubles.Where(book.IsReopened).DefaultIfEmpty(ReviewBook.First(doubles)));
            foreach (var other in doubles.Where(r => r.Key != kept.Key && !book.IsReopened(r)))
            {
                book.Put(book.Closed(other, ReviewState.Withdrawn, GoesOnAs(kept, other)) with { JoinedTo = kept.Key });
                book.Put(kept = WithJoined(kept, other));
            }
        }
    }

    private static string GoesOnAs(CreditReview kept, CreditReview other)
    {
        var where = !ReviewBook.IsAsked(other) ? $"{kept.Key}."
            : $"{ReviewBook.NameOf(kept)}: {(other.OpportunityKey is null ? "the account" : "the deal")} has a review that is open, and needs one decision. Decide there.";
        return $"Goes on as {where}{(other.Outcome?.Refusal is { } refusal ? $" The decision on this one is not followed: {refusal}" : "")}";
    }

    // Whoever works on the one, and the promise that has begun there, stay.
    private static CreditReview WithJoined(CreditReview kept, CreditReview other)
    {
        var both = kept with
        {
            AskedPriority = AskedPriority(kept, other),
            Reasons = [.. kept.Reasons, .. other.Reasons.Where(o => kept.Reasons.All(k => k.Key != o.Key))],
            StartedAt = kept.StartedAt ?? other.StartedAt,
            Team = kept.Analyst is null ? other.Team : kept.Team,
            Analyst = kept.Analyst ?? other.Analyst,
        };
        return kept.CompleteAt is not null || other.CompleteAt is null ? both : both with
        {
            CompleteAt = other.CompleteAt,
            WasCompleteAtOnce = other.WasCompleteAtOnce,
            WindowMinutes = other.WindowMinutes,
            FirstResponseMinutes = other.FirstResponseMinutes,
            Pauses = other.Pauses,
            Escalated = other.Escalated,
        };
    }

    private static int? AskedPriority(CreditReview kept, CreditReview other) => (ReviewBook.IsAsked(kept), ReviewBook.IsAsked(other)) switch
    {
        (_, false) => kept.AskedPriority,
        (false, true) => other.AskedPriority,
        _ when kept.AskedPriority is null && other.AskedPriority is null => null,
        _ => Math.Min(kept.AskedPriority ?? 2, other.AskedPriority ?? 2),
    };
}
