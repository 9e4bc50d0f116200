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
        var decision = new Decision(row, names, status, orgCurrency);
        var isThere = decision.Verdict is not null;
        var (terms, readable) = (decision.Terms, PaymentTerms.TryParse(decision.Terms, out var parsed));
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
            StartedAt = Readable(() => row.Instant(names.StartedAt)),
            Verdict = decision.Verdict,
            DecidedAt = decision.At,
            DecidedByKey = decision.ByKey,
            ApprovedLimit = decision.Limit,
            ApprovedTerms = isThere && readable ? parsed : null,
            UnreadableTerms = !isThere || readable ? null : terms,
            Conditions = decision.Conditions,
            Notes = Lines(row.Text(names.Notes)),
            ValidUntil = decision.ValidUntil,
            Unreadable = decision.Problem,
            SpentHours = Readable(() => row.Number(names.SpentHours)),
            CreatedAt = row.Instant("CreatedDate"),
        };
    }

    // What no decision hangs on is left out when it cannot be read.
    private static T? Readable<T>(Func<T?> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (UnreadableValueException)
        {
            return null;
        }
    }

    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n").Trim() is { Length: > 0 } lines ? lines : null;

    /// <summary>
    /// What a person answered. A value that cannot be read never hides the decision: it is told with it, so that the decision is refused on the record instead of standing there
    /// unanswered.
    /// </summary>
    private sealed class Decision
    {
        private const int LongestQuote = 60;

        public Decision(Row row, Names names, ReviewStatus status, CurrencyCode? orgCurrency)
        {
            var text = Try(() => row.Text(names.Decision));
            Verdict = text is null ? null : ReviewWords.Verdict(text);
            if (text is not null && Verdict is null)
                Problem ??= $"The decision '{Quoted(text)}' is none that CreditBridge knows; one of {ReviewWords.Verdicts} is expected.";
            if (Verdict is null && status != ReviewStatus.Decided)
                return;
            At = Try(() => row.Instant(names.DecidedAt));
            ByKey = Try(() => row.Has(names.DecidedBy) ? row.Key(names.DecidedBy) : null);
            if (Verdict is null)
                return;
            Limit = Granted(row, names, orgCurrency);
            Terms = Try(() => row.Text(names.ApprovedTerms));
            Conditions = Try(() => Lines(row.Text(names.Conditions)));
            ValidUntil = Try(() => row.Date(names.ValidUntil));
        }

        public ReviewVerdict? Verdict { get; }

        public DateTimeOffset? At { get; }

        public string? ByKey { get; }

        public Money? Limit { get; }

        public string? Terms { get; }

        public string? Conditions { get; }

        public DateOnly? ValidUntil { get; }

        /// <summary>The first value that cannot be read, in a sentence; null when all can.</summary>
        public string? Problem { get; private set; }

        private Money? Granted(Row row, Names names, CurrencyCode? orgCurrency)
        {
            if (Try(() => row.Number(names.ApprovedLimit)) is not { } amount)
                return null;
            if (Try(() => row.Text(names.Currency)) is { } text)
            {
                if (CurrencyCode.TryParse(text, out var code))
                    return new Money(amount, code);
                Problem ??= $"The currency of the approved limit is '{Quoted(text)}', which is no currency code; one such as EUR is expected.";
                return null;
            }

            if (orgCurrency is { } only)
                return new Money(amount, only);
            Problem ??= "The approved limit has no currency, so that nobody knows how much it is; a code such as EUR is expected.";
            return null;
        }

        private T? Try<T>(Func<T?> read)
        {
            try
            {
                return read();
            }
            catch (UnreadableValueException e)
            {
                Problem ??= e.Message;
                return default;
            }
        }

        private static string Quoted(string text) => text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
    }

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
