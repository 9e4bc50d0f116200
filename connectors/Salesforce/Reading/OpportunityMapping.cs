using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Opportunity → <see cref="OpportunityRecord"/>.</summary>
internal static class OpportunityMapping
{
    public static ObjectMapping<OpportunityRecord> For(SalesforceOptions options)
    {
        var currency = OrgCurrency.Of(options);
        var termsField = options.TermsField;
        return new(RecordKind.Opportunity, "Opportunity",
        [
            "Id", "Name", "AccountId", "StageName", "Amount", "Probability", "CloseDate", "IsClosed", "IsWon", "OwnerId", "CreatedDate",
            .. OrgCurrency.Fields(options), .. termsField.Length > 0 ? new[] { termsField } : [], "IsDeleted", "SystemModstamp",
        ])
        {
            WithDeleted = true,
            Owned = OwnedFields.Of(RecordKind.Opportunity, options),
            Settings = $"{currency}",
            Read = row => row.Flag("IsDeleted")
                ? SourceChange<OpportunityRecord>.Deleted(row.Id, row.Stamp)
                : SourceChange<OpportunityRecord>.Upsert(ReadRecord(row, termsField, currency), row.Stamp),
        };
    }

    private static OpportunityRecord ReadRecord(Row row, string termsField, CurrencyCode? orgCurrency)
    {
        var currency = row.Currency(orgCurrency);
        var terms = termsField.Length > 0 ? row.Text(termsField) : null;
        var readable = PaymentTerms.TryParse(terms, out var parsed);
        return new OpportunityRecord(row.Id, row.Text("Name") ?? "", row.Text("StageName") ?? throw new UnreadableValueException("StageName", "is empty"),
            row.Date("CloseDate") ?? throw new UnreadableValueException("CloseDate", "is empty"))
        {
            AccountKey = row.Key("AccountId"),
            Amount = row.Amount("Amount", currency),
            Currency = currency,
            ProbabilityPercent = row.Number("Probability"),
            IsClosed = row.Flag("IsClosed"),
            IsWon = row.Flag("IsWon"),
            RequestedTerms = readable ? parsed : null,
            UnreadableTerms = readable ? null : terms,
            OwnerKey = row.Key("OwnerId"),
            CreatedOn = row.Instant("CreatedDate") is { } created ? DateOnly.FromDateTime(created.UtcDateTime) : null,
        };
    }
}
