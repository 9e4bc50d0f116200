namespace CreditBridge.Core.Reviews;

/// <summary>Whether two reviews say the same; lists count by what is in them.</summary>
public static class ReviewEquality
{
    /// <summary>Whether they say the same.</summary>
    public static bool Same(CreditReview a, CreditReview b) =>
        a with { Reasons = b.Reasons, Documents = b.Documents, Pauses = b.Pauses, Escalated = b.Escalated, Settled = b.Settled, Owed = b.Owed } with
        {
            DecidedAbout = b.DecidedAbout, Standing = b.Standing, Outcome = b.Outcome,
        } == b
        && a.Reasons.SequenceEqual(b.Reasons) && a.Documents.SequenceEqual(b.Documents) && a.Pauses.SequenceEqual(b.Pauses)
        && a.Escalated.SequenceEqual(b.Escalated, StringComparer.Ordinal) && a.Settled.SequenceEqual(b.Settled, StringComparer.Ordinal)
        && (a.Owed ?? []).SequenceEqual(b.Owed ?? [], StringComparer.Ordinal) && (a.DecidedAbout ?? []).SequenceEqual(b.DecidedAbout ?? [], StringComparer.Ordinal)
        && (a.Standing ?? []).SequenceEqual(b.Standing ?? []) && Same(a.Outcome, b.Outcome);

    private static bool Same(ReviewOutcome? a, ReviewOutcome? b) =>
        a is null || b is null ? a == b : a with { Granted = b.Granted } == b && (a.Granted ?? []).SequenceEqual(b.Granted ?? []);
}
