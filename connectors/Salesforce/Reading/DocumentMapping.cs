using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>The object of documents → <see cref="ReviewDocumentRecord"/>: that a document is there, not what it says.</summary>
internal static class DocumentMapping
{
    public static ObjectMapping<ReviewDocumentRecord> For(SalesforceOptions options)
    {
        var key = options.Reviews.DocumentKey;
        var account = ReviewWords.FieldOf(options, CreditFields.ReviewDocument.Account);
        var review = ReviewWords.FieldOf(options, CreditFields.ReviewDocument.Review);
        var type = ReviewWords.FieldOf(options, CreditFields.ReviewDocument.Type);
        var status = ReviewWords.FieldOf(options, CreditFields.ReviewDocument.Status);
        var requestedAt = ReviewWords.FieldOf(options, CreditFields.ReviewDocument.RequestedAt);
        var receivedAt = AnswerFields.NameOf(options, AnswerFields.ReceivedAt);
        var validUntil = AnswerFields.NameOf(options, AnswerFields.DocumentValidUntil);
        var asOf = AnswerFields.NameOf(options, AnswerFields.DocumentAsOf);
        return new(RecordKind.ReviewDocument, options.Reviews.DocumentObject, ["Id", key, account, review, type, status, requestedAt, receivedAt, validUntil, "IsDeleted", "SystemModstamp"])
        {
            // Without it, a document is as old as its arrival.
            Optional = new OptionalFields([asOf]),
            WithDeleted = true,
            MayBeMissing = true,
            Read = row => row.Flag("IsDeleted")
                ? SourceChange<ReviewDocumentRecord>.Deleted(row.Id, row.Stamp)
                : SourceChange<ReviewDocumentRecord>.Upsert(
                    new ReviewDocumentRecord(
                        row.Id,
                        row.Text(type) ?? throw new UnreadableValueException(type, "is empty: nobody knows what kind of document it is"),
                        ReviewWords.Document(row.Text(status)) ?? throw new UnreadableValueException(status, $"is '{row.Text(status)}'; one of {ReviewWords.DocumentStatuses} is expected"))
                    {
                        DocumentKey = row.Text(key),
                        AccountKey = row.Key(account),
                        ReviewRecordKey = row.Key(review),
                        RequestedAt = row.Instant(requestedAt),
                        ReceivedAt = row.Instant(receivedAt),
                        SpeaksOf = row.Has(asOf) ? row.Date(asOf) : null,
                        ValidUntil = row.Date(validUntil),
                    },
                    row.Stamp),
        };
    }
}
