using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Reviews;

/// <summary>What the CRM shows of a review and of the documents that it waits for. Its status is not among it: that belongs to people, see <see cref="ReviewWrites"/>. Pure.</summary>
public static class ReviewFields
{
    /// <summary>The most characters of a long text.</summary>
    internal const int LongTextLength = 2000;

    /// <summary>Every field of a review but its status.</summary>
    /// <param name="review">The review.</param>
    /// <param name="pausedHours">Business hours of the pauses that have ended.</param>
    /// <param name="ofDeal">What the deal asks a person for, see <see cref="ReasonOf"/>; null when that is not known any more: the reason then stays as it is.</param>
    public static FieldWrite Project(CreditReview review, decimal pausedHours, string? ofDeal = null)
    {
        var values = Values(review, pausedHours);
        if ((review.Reasons.Count > 0 && review.Reasons[0].Cause == ReviewCause.Deal ? ofDeal : ReasonText(review)) is { } reason)
            values[CreditFields.Review.Reason] = Text(reason);
        return new FieldWrite(new TargetRecord(RecordKind.Review, review.Key), values) { ParentKey = review.AccountKey };
    }

    /// <summary>What a deal asks a person for, in the CRM's words.</summary>
    public static string ReasonOf(DealCheck check, OpportunityRecord deal, CreditFile file) =>
        check.HeadroomAfter is { Amount: < 0m } ? "Deal exceeds headroom"
        : deal.RequestedTerms is { } wanted && wanted > check.RecommendedTerms ? "Terms beyond policy"
        : deal.Amount is null || (deal.RequestedTerms is null && deal.UnreadableTerms is { Length: > 0 }) ? "Missing information"
        : file.Customers.Count == 0 ? "New customer"
        : "Other";

    private static Dictionary<CreditField, FieldValue> Values(CreditReview review, decimal pausedHours) => new()
    {
        [CreditFields.Review.Account] = Text(review.AccountKey),
        [CreditFields.Review.Opportunity] = Text(review.OpportunityKey),
        [CreditFields.Review.Reasons] = Text(string.Join("\n", review.Reasons.Select(r => r.Text)), LongTextLength),
        [CreditFields.Review.Priority] = Text(PriorityText(review.Priority)),
        [CreditFields.Review.Amount] = DecisionFields.Amount(review.Amount),
        [CreditFields.Review.ProposedLimit] = DecisionFields.Amount(ProposedLimit(review)),
        [CreditFields.Review.Currency] = Text((review.Amount ?? review.ProposedLimit)?.Currency.Code),
        [CreditFields.Review.RequestedAt] = FieldValue.Instant(review.CompleteAt),
        [CreditFields.Review.FirstResponseDueAt] = FieldValue.Instant(review.FirstResponseDueAt),
        [CreditFields.Review.DueAt] = FieldValue.Instant(review.DueAt),
        [CreditFields.Review.AtRiskAt] = FieldValue.Instant(review.AtRiskAt),
        [CreditFields.Review.PausedSince] = FieldValue.Instant(review.State == ReviewState.Open && review.Pauses.Count > 0 && review.Pauses[^1] is { Until: null } pause ? pause.From : null),
        [CreditFields.Review.PausedHours] = FieldValue.Number(Math.Round(pausedHours, 2, MidpointRounding.AwayFromZero)),
        [CreditFields.Review.EstimatedHours] = FieldValue.Number(review.EffortHours),
        [CreditFields.Review.EffortClass] = Text(review.Effort),
        [CreditFields.Review.Team] = Text(review.Team),
        [CreditFields.Review.Owner] = Text(review.Analyst),
        [CreditFields.Review.Documents] = Text(DocumentsText(review), LongTextLength),
        [CreditFields.Review.Message] = Text(review.Message, LongTextLength),
        [CreditFields.Review.DecisionId] = Text(review.DecisionId),
    };

    /// <summary>A document that a review waits for, as it is asked for.</summary>
    public static FieldWrite Project(CreditReview review, NeededDocument document) => new(
        new TargetRecord(RecordKind.ReviewDocument, DocumentKey(review.Key, document.Type)), new Dictionary<CreditField, FieldValue>
        {
            [CreditFields.ReviewDocument.Account] = Text(review.AccountKey),
            [CreditFields.ReviewDocument.Review] = Text(review.Key),
            [CreditFields.ReviewDocument.Type] = Text(document.Type),
            [CreditFields.ReviewDocument.Status] = Text("Requested"),
            [CreditFields.ReviewDocument.RequestedAt] = FieldValue.Instant(review.OpenedAt),
        })
    {
        ParentKey = review.AccountKey,
    };

    /// <summary>The key that we give the request for a document: the same for every request of the review for the same kind.</summary>
    public static string DocumentKey(string reviewKey, string type) => $"{reviewKey}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(type.Trim().ToLowerInvariant())))[..8]}";

    /// <summary>A priority as the CRM shows it.</summary>
    public static string PriorityText(int priority) => priority switch { <= 0 => "Urgent", 1 => "High", 2 => "Normal", _ => "Low" };

    // The weightiest reason in the CRM's words; that of a deal is told by its check.
    private static string ReasonText(CreditReview review) => review.Reasons.Count == 0 ? "Other" : review.Reasons[0].Cause switch
    {
        ReviewCause.LimitChange => "Limit increase requested",
        ReviewCause.Deterioration => "Payments deteriorating",
        ReviewCause.BureauChange => "Bureau change",
        ReviewCause.News or ReviewCause.WarnNotice => "News",
        ReviewCause.CoverChange => "Insurer cover change",
        ReviewCause.Expiry => "Limit expires",
        ReviewCause.Periodic => "Periodic review",
        ReviewCause.Hold => "Release of a hold",
        ReviewCause.MissingInformation => "Missing information",
        _ => "Other",
    };

    // One record has one currency. A proposed limit in another one than the amount's would be read in the wrong one.
    private static Money? ProposedLimit(CreditReview review) =>
        review.ProposedLimit is { } limit && (review.Amount is not { } amount || amount.Currency == limit.Currency) ? limit : null;

    private static string DocumentsText(CreditReview review) =>
        string.Join("\n", review.Documents.Select(d => $"{d.Type}: {(d.IsThere ? "there" : d.State ?? "missing")}{(d.Why.Length > 0 ? $" ({d.Why.TrimEnd('.')})" : "")}"));

    private static FieldValue Text(string? text, int length = DecisionFields.TextLength) => DecisionFields.Text(text, length);
}
