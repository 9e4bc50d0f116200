using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Reviews;

/// <summary>
/// Records of reviews of ours on which a person has put another account. A review stays with its account, which is put back; a decision on such a record is refused, because nobody knows
/// which of the two it was meant for.
/// </summary>
internal sealed class StrayRecords(ReviewContext context)
{
    private string Own => context.Given.File.Account.Name;

    /// <summary>A decision as it was read, when the record says another account.</summary>
    /// <param name="record">The record.</param>
    /// <param name="asRead">The decision as such.</param>
    public string AsRead(ReviewRecord record, string asRead) => AccountOn(record) is null ? asRead : asRead + Mark(record);

    /// <summary>The review, saying that its account is put back; one whose decision was refused for that says so already.</summary>
    public CreditReview PutBack(CreditReview review, ReviewRecord record) =>
        review.State == ReviewState.Withdrawn || AccountOn(record) is not { } other || review.Outcome?.AsRead?.EndsWith(Mark(record), StringComparison.Ordinal) == true ? review
            : review with { PutBack = $"The account on this record was changed to {other}. The review is of {Own}: the account is put back. For {other}, create a review of its own." };

    /// <summary>The refusal of a decision on such a record; null for any other.</summary>
    public JudgedVerdict? Refusal(CreditReview review, ReviewRecord record, string asRead)
    {
        if (AccountOn(record) is not { } other)
            return null;
        var why = context.BelongsElsewhere(review) is { } elsewhere
            ? $"{elsewhere}, and this review stays with {Own}: nothing follows. Decide about the deal on its review there."
            : $"This review is of {Own}, and the record named {other} when it was decided: nothing follows, and the account is put back. If the decision is meant for {Own}, set the status to "
              + $"'Decided' again; for {other}, create a review of its own and decide there.";
        return new JudgedVerdict(new ReviewOutcome(record.Verdict ?? ReviewVerdict.NoChange, record.DecidedByKey ?? "", record.DecidedAt ?? context.Now, why) { AsRead = asRead }, why, []);
    }

    // One that is on no account any more is put back without a word.
    private string? AccountOn(ReviewRecord record) => context.Given.Strays.GetValueOrDefault(record.Key);

    private static string Mark(ReviewRecord record) => $"/{record.AccountKey}";
}
