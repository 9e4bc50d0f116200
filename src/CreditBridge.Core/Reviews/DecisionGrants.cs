using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Reviews;

/// <summary>Writes the exceptions of one decision. Their keys follow from the review and what they do, so that a decision that is read again, or corrected, is the same exception.</summary>
internal sealed class DecisionGrants(ReviewContext context, CreditReview review, ReviewRecord record, UserRecord? user)
{
    /// <summary>The limit that was named; null when none was.</summary>
    public Money? Limit => record.ApprovedLimit;

    /// <summary>Terms that were granted for the account; null when none were, or when they were for a deal.</summary>
    public PaymentTerms? TermsOfAccount => review.OpportunityKey is null ? record.ApprovedTerms : null;

    /// <summary>Conditions on a decision about the account; null when there are none, or when they are about a deal.</summary>
    public string? ConditionsOfAccount => review.OpportunityKey is null ? Conditions : null;

    /// <summary>Who decided, as the policy names the person, where it does.</summary>
    public string WhoDecided => user is null ? record.DecidedByKey is { Length: > 0 } key ? key : "credit"
        : context.Policy.Overrides?.GrantedBy.FirstOrDefault(g => CrmUsers.IsNamed(user, g)) ?? user.Name;

    private string? Conditions => string.IsNullOrWhiteSpace(record.Conditions) ? null : record.Conditions.Trim();

    /// <summary>The exception with one effect.</summary>
    public OverrideRecord Of(OverrideEffect effect, OverrideScope scope, Money? cap)
    {
        // Restrictions may go without an end; everything else lasts as long as the policy lets it, when nobody has named a day.
        var restricts = effect is OverrideEffect.DeclineDeals or OverrideEffect.LowerLimit;
        var from = record.DecidedAt is { } at && context.Hours.DayOf(at) is var day && day <= context.Today ? day : context.Today;
        var longest = restricts ? (DateOnly?)null : Bounded.AddDays(from, (context.Policy.Overrides?.LongestDays ?? 1) - 1);
        return new OverrideRecord(KeyOf(review.Key, review.Former?.Accounts ?? 0, effect), review.AccountKey, effect, WhoDecided, ReasonText(), from)
        {
            Scope = scope,
            OpportunityKey = scope == OverrideScope.Deal ? review.OpportunityKey : null,
            AmountCap = cap,
            ExpiresOn = record.ValidUntil ?? longest,
            Conditions = Conditions,
            ReviewKey = review.Key,
        };
    }

    /// <summary>Keys of everything that decisions on a review can have granted, for the present account and for those that it was for before.</summary>
    public static IEnumerable<string> KeysOf(CreditReview review) =>
        from former in Enumerable.Range(0, (review.Former?.Accounts ?? 0) + 1)
        from effect in Enum.GetValues<OverrideEffect>()
        select KeyOf(review.Key, former, effect);

    // What was granted for another account is another exception.
    private static string KeyOf(string review, int former, OverrideEffect effect) => former == 0 ? $"{review}-{Word(effect)}" : $"{review}-{former + 1}-{Word(effect)}";

    private string ReasonText()
    {
        var notes = record.Notes is { Length: > 0 } written ? written.Trim() : VerdictWords.Of(record.Verdict!.Value);
        return $"Review {review.Key}: {(notes.Length > 500 ? notes[..500] + "…" : notes)}";
    }

    private static string Word(OverrideEffect effect) => effect switch
    {
        OverrideEffect.RaiseLimit => "raise",
        OverrideEffect.LowerLimit => "lower",
        OverrideEffect.ClearDeals => "clear",
        OverrideEffect.DeclineDeals => "decline",
        _ => "release",
    };
}
