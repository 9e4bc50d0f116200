using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>What the picklists of reviews and documents mean.</summary>
internal static class ReviewWords
{
    private static readonly (string Text, ReviewStatus Value)[] ByStatus =
    [
        ("New", ReviewStatus.New), ("In review", ReviewStatus.InReview), ("Waiting for documents", ReviewStatus.WaitingForDocuments), ("Decided", ReviewStatus.Decided), ("Withdrawn", ReviewStatus.Withdrawn),
    ];

    private static readonly (string Text, ReviewVerdict Value)[] ByVerdict =
    [
        ("Approved", ReviewVerdict.Approved), ("Approved with conditions", ReviewVerdict.ApprovedWithConditions), ("Declined", ReviewVerdict.Declined), ("No change", ReviewVerdict.NoChange),
        ("Hold lifted", ReviewVerdict.HoldLifted),
    ];

    private static readonly (string Text, DocumentStatus Value)[] ByDocumentStatus =
    [
        ("Requested", DocumentStatus.Requested), ("Received", DocumentStatus.Received), ("Accepted", DocumentStatus.Accepted), ("Rejected", DocumentStatus.Rejected), ("Expired", DocumentStatus.Expired),
    ];

    private static readonly (string Text, int Value)[] ByPriority = [("Urgent", 0), ("High", 1), ("Normal", 2), ("Low", 3)];

    /// <summary>The states of a review, for messages.</summary>
    public static string Statuses => Listed(ByStatus.Select(v => v.Text));

    /// <summary>The verdicts, for messages.</summary>
    public static string Verdicts => Listed(ByVerdict.Select(v => v.Text));

    /// <summary>The states of a document, for messages.</summary>
    public static string DocumentStatuses => Listed(ByDocumentStatus.Select(v => v.Text));

    /// <summary>State of a review; empty is new. Null for an unknown text.</summary>
    public static ReviewStatus? Status(string? text) => text is null ? ReviewStatus.New : Find(ByStatus, text);

    /// <summary>A priority, 0 urgent to 3 low; null for an unknown text.</summary>
    public static int? Priority(string text) => Find(ByPriority, text);

    /// <summary>A verdict; null for an unknown text.</summary>
    public static ReviewVerdict? Verdict(string text) => Find(ByVerdict, text);

    /// <summary>State of a document; empty is asked for. Null for an unknown text.</summary>
    public static DocumentStatus? Document(string? text) => text is null ? DocumentStatus.Requested : Find(ByDocumentStatus, text);

    /// <summary>The field that both sides change; one that is not written is still read.</summary>
    public static string FieldOf(SalesforceOptions options, CreditField field) => FieldMapping.NameOf(options, field) is { Length: > 0 } name ? name : DefaultFieldMapping.Of(field)!.ApiName;

    private static T? Find<T>((string Text, T Value)[] words, string text)
        where T : struct
    {
        foreach (var (word, value) in words)
        {
            if (word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"'{w}'"));
}
