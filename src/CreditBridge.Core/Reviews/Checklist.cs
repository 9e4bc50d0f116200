using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>What a review needs from sales: documents, an amount, terms that can be read.</summary>
internal static class Checklist
{
    /// <summary>The documents that the policy asks for, and what sales owes of all that the clock waits for.</summary>
    public static (IReadOnlyList<NeededDocument> Documents, IReadOnlyList<string> Owed) Of(CreditReview review, ReviewContext context)
    {
        var documents = new List<NeededDocument>();
        var owed = new List<string>();
        var causes = review.Reasons.Select(r => r.Cause).ToList();
        foreach (var rule in context.Rules.Documents)
        {
            if (!context.IsFor(rule.For, causes, review.Amount, review.Effort))
                continue;
            var (isThere, state) = Find(rule, context);
            documents.Add(new NeededDocument(rule.Type, rule.Why, isThere) { State = state, RecordKey = RequestFor(rule.Type, review, context) });
            if (!isThere && rule.PausesClock)
                owed.Add(state is null ? rule.Type : $"{rule.Type} ({state})");
        }

        foreach (var asked in AskedByHand(review, documents, context))
        {
            documents.Add(asked.Document);
            if (!asked.Document.IsThere)
                owed.Add(asked.State is null ? asked.Document.Type : $"{asked.Document.Type} ({asked.State})");
        }

        if (review.OpportunityKey is { } key && context.Deals.TryGetValue(key, out var deal))
            owed.AddRange(OwedByDeal(deal, context.Rules));

        return (documents, owed);
    }

    /// <summary>What sales owes of the deal itself, documents aside: its amount, terms that can be read; empty when it is complete.</summary>
    public static IReadOnlyList<string> OwedByDeal(OpportunityRecord deal, ReviewPolicy rules)
    {
        var owed = new List<string>();
        if (deal.Amount is not { Amount: > 0m })
            owed.Add("the amount of the deal");
        if (deal.RequestedTerms is null && deal.UnreadableTerms is { Length: > 0 } unreadable)
            owed.Add($"payment terms from the list ('{unreadable}' cannot be read)");
        else if (deal.RequestedTerms is null && rules.TermsMustBeNamed)
            owed.Add("the payment terms of the deal");
        return owed;
    }

    // What a person asks for on the review and no rule names. Our own requests are of rules: where the rule does not apply any more, they ask for nothing.
    private static IEnumerable<(NeededDocument Document, string? State)> AskedByHand(CreditReview review, List<NeededDocument> byRule, ReviewContext context)
    {
        if (review.CrmKey is not { } record)
            yield break;
        var onReview = context.Given.Documents.Where(d => d.ReviewRecordKey == record && !string.IsNullOrWhiteSpace(d.Type))
            .GroupBy(d => d.Type.Trim(), StringComparer.OrdinalIgnoreCase).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var documents in onReview)
        {
            if (byRule.Exists(d => string.Equals(d.Type.Trim(), documents.Key, StringComparison.OrdinalIgnoreCase))
                || documents.All(d => d.DocumentKey == ReviewFields.DocumentKey(review.Key, d.Type)))
                continue;
            var (isThere, state) = Find(documents, d => d.ValidUntil, context);
            yield return (new NeededDocument(documents.Key, "Asked for in the CRM.", isThere) { State = state, RecordKey = RequestFor(documents.Key, review, context) }, state);
        }
    }

    // The record of our own request, so that it is noticed when a person deletes it.
    private static string? RequestFor(string type, CreditReview review, ReviewContext context) =>
        context.Given.Documents.Count > 0 && ReviewFields.DocumentKey(review.Key, type) is var key ? context.Given.Documents.FirstOrDefault(d => d.DocumentKey == key)?.Key : null;

    private static (bool IsThere, string? State) Find(DocumentRule rule, ReviewContext context) => Find(
        context.Given.Documents.Where(d => string.Equals(d.Type, rule.Type, StringComparison.OrdinalIgnoreCase)), d => LastDay(d, rule, context), context);

    // Whether one is there that counts; else what became of the one that came nearest.
    private static (bool IsThere, string? State) Find(IEnumerable<ReviewDocumentRecord> documents, Func<ReviewDocumentRecord, DateOnly?> lastDay, ReviewContext context)
    {
        string? state = null;
        foreach (var document in documents.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            switch (document.Status)
            {
                case DocumentStatus.Received or DocumentStatus.Accepted when lastDay(document) is not { } last || !context.Time.IsOver(last):
                    return (true, null);
                case DocumentStatus.Received or DocumentStatus.Accepted or DocumentStatus.Expired:
                    state ??= "too old";
                    break;
                case DocumentStatus.Rejected:
                    state = "rejected";
                    break;
            }
        }

        return (false, state);
    }

    // An old balance sheet is no younger for having arrived today. A day that it speaks of and that is yet to come is taken for a slip of the pen.
    private static DateOnly? LastDay(ReviewDocumentRecord document, DocumentRule rule, ReviewContext context)
    {
        var arrived = document.ReceivedAt is { } at ? context.Hours.DayOf(at) : (DateOnly?)null;
        var from = document.SpeaksOf is { } day && !(day > (arrived ?? context.Today)) ? day : arrived;
        return document.ValidUntil ?? (rule.ValidMonths is { } months && from is { Year: < 9900 } first ? first.AddMonths(months) : null);
    }
}
