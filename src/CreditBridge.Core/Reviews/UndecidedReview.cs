namespace CreditBridge.Core.Reviews;

/// <summary>
/// Reviews that we have withdrawn although nobody decided: joined to another one, or asked for by a person about a deal that was closed. What persons asked for on
/// such a one goes on when the deal is open again. A decision on the record of any withdrawn one is judged like any other.
/// </summary>
public static class UndecidedReview
{
    /// <summary>Whether a review is such a one.</summary>
    public static bool Is(CreditReview review) =>
        review is { State: ReviewState.Withdrawn, Outcome: not { Refusal: null } } && (review.JoinedTo is not null || review.Reasons.Any(r => r.Cause == ReviewCause.Asked));
}
