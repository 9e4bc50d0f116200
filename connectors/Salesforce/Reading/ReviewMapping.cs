using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// The object of reviews → <see cref="ReviewRecord"/>: what people did with a review. What we wrote ourselves is not read, but for what tells the review, so that our own write
/// coming back changes nothing.
/// </summary>
internal static class ReviewMapping
{
    public static ObjectMapping<ReviewRecord> For(SalesforceOptions options)
    {
        var names = new Names(options);
        string[] fields =
        [
            "Id", options.Reviews.ReviewKey, names.Account, names.Opportunity, names.Reason, names.Status, "OwnerId", names.StartedAt, names.Decision, names.DecidedAt, names.ApprovedLimit, names.Currency,
            names.ApprovedTerms, names.Conditions, names.Notes, names.ValidUntil, names.SpentHours, .. names.Priority is { } priority ? [priority] : Array.Empty<string>(),
            "CreatedDate", "IsDeleted", "SystemModstamp",
        ];
        var orgCurrency = OrgCurrency.Of(options);
        return new(RecordKind.Review, options.Reviews.ReviewObject, fields)
        {
            WithDeleted = true,
            MayBeMissing = true,
            // Who decided came after the object itself; without it no decision is followed. An object that is not of the package may have no name.
            Optional = new OptionalFields([names.DecidedBy, "Name"]),
            Settings = $"{orgCurrency}",
            Read = row => row.Flag("IsDeleted")
                ? SourceChange<ReviewRecord>.Deleted(row.Id, row.Stamp)
                : SourceChange<ReviewRecord>.Upsert(ReadRecord(row, names, options.Reviews.ReviewKey, orgCurrency), row.Stamp),
        };
    }

    private static ReviewRecord ReadRecord(Row row, Names names, string keyField, CurrencyCode? orgCurrency)
    {
        var status = ReviewWords.Status(row.Text(names.Status)) ?? throw new UnreadableValueException(names.Status, $"is '{row.Text(names.Status)}'; one of {ReviewWords.Statuses} is expected");
        var verdict = VerdictOf(row, names, status);
        var terms = row.Text(names.ApprovedTerms);
        var readable = PaymentTerms.TryParse(terms, out var parsed);
        return new ReviewRecord(row.Id, status)
        {
            ReviewKey = row.Text(keyField),
            Number = row.Has("Name") ? row.Text("Name") : null,
            AccountKey = row.Key(names.Account),
            OpportunityKey = row.Key(names.Opportunity),
            Reason = row.Text(names.Reason),
            // From the first write on it is ours.
            Priority = names.Priority is { } priority && row.Has(priority) && row.Text(keyField) is null && row.Text(priority) is { } urgency ? ReviewWords.Priority(urgency) : null,
            OwnerKey = row.Key("OwnerId"),
            StartedAt = row.Instant(names.StartedAt),
            Verdict = verdict,
            DecidedAt = verdict is null ? null : row.Instant(names.DecidedAt),
            DecidedByKey = verdict is null || !row.Has(names.DecidedBy) ? null : row.Key(names.DecidedBy),
            ApprovedLimit = verdict is null ? null : Limit(row, names, orgCurrency),
            ApprovedTerms = verdict is not null && readable ? parsed : null,
            UnreadableTerms = verdict is null || readable ? null : terms,
            Conditions = verdict is null ? null : Lines(row.Text(names.Conditions)),
            Notes = Lines(row.Text(names.Notes)),
            ValidUntil = verdict is null ? null : row.Date(names.ValidUntil),
            SpentHours = row.Number(names.SpentHours),
            CreatedAt = row.Instant("CreatedDate"),
        };
    }

    // A decision that cannot be read is not taken for none: it is rejected, so that somebody looks at it.
    private static ReviewVerdict? VerdictOf(Row row, Names names, ReviewStatus status)
    {
        var text = row.Text(names.Decision);
        if (text is null)
        {
            return status == ReviewStatus.Decided
                ? throw new UnreadableValueException(names.Decision, $"is empty although the review is decided; one of {ReviewWords.Verdicts} is expected")
                : null;
        }

        return ReviewWords.Verdict(text) ?? throw new UnreadableValueException(names.Decision, $"is '{text}'; one of {ReviewWords.Verdicts} is expected");
    }

    private static Money? Limit(Row row, Names names, CurrencyCode? orgCurrency)
    {
        if (row.Number(names.ApprovedLimit) is not { } amount)
            return null;
        if (amount < 0)
            throw new UnreadableValueException(names.ApprovedLimit, "is below zero; a limit of zero or more is expected, or nothing");
        if (row.Text(names.Currency) is not { } text)
            return orgCurrency is { } only ? new Money(amount, only) : throw new UnreadableValueException(names.Currency, $"is empty, so that nobody knows the currency of {names.ApprovedLimit}; a code such as EUR is expected");
        return CurrencyCode.TryParse(text, out var code) ? new Money(amount, code) : throw new UnreadableValueException(names.Currency, $"is '{text}', which is not a currency code; one such as EUR is expected");
    }

    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n").Trim() is { Length: > 0 } lines ? lines : null;

    private sealed class Names(SalesforceOptions options)
    {
        public string Account { get; } = ReviewWords.FieldOf(options, CreditFields.Review.Account);
        public string Opportunity { get; } = ReviewWords.FieldOf(options, CreditFields.Review.Opportunity);
        public string Reason { get; } = ReviewWords.FieldOf(options, CreditFields.Review.Reason);
        // One that is not mapped need not be there.
        public string? Priority { get; } = FieldMapping.NameOf(options, CreditFields.Review.Priority) is { Length: > 0 } name ? name : null;
        public string Currency { get; } = ReviewWords.FieldOf(options, CreditFields.Review.Currency);
        public string Status { get; } = ReviewWords.FieldOf(options, CreditFields.Review.Status);
        public string Decision { get; } = AnswerFields.NameOf(options, AnswerFields.Decision);
        public string DecidedAt { get; } = AnswerFields.NameOf(options, AnswerFields.DecidedAt);
        public string DecidedBy { get; } = AnswerFields.NameOf(options, AnswerFields.DecidedBy);
        public string ApprovedLimit { get; } = AnswerFields.NameOf(options, AnswerFields.ApprovedLimit);
        public string ApprovedTerms { get; } = AnswerFields.NameOf(options, AnswerFields.ApprovedTerms);
        public string Conditions { get; } = AnswerFields.NameOf(options, AnswerFields.Conditions);
        public string Notes { get; } = AnswerFields.NameOf(options, AnswerFields.Notes);
        public string ValidUntil { get; } = AnswerFields.NameOf(options, AnswerFields.ReviewValidUntil);
        public string StartedAt { get; } = AnswerFields.NameOf(options, AnswerFields.StartedAt);
        public string SpentHours { get; } = AnswerFields.NameOf(options, AnswerFields.SpentHours);
    }
}
