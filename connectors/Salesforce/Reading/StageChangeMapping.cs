using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>OpportunityHistory → <see cref="StageChangeRecord"/>. Salesforce writes a row whenever stage, amount, probability or close date of a deal changes.</summary>
internal static class StageChangeMapping
{
    public static ObjectMapping<StageChangeRecord> For(SalesforceOptions options)
    {
        var orgCurrency = OrgCurrency.Of(options);
        return new(RecordKind.StageChange, "OpportunityHistory",
            ["Id", "OpportunityId", "StageName", "Amount", "Probability", "CloseDate", "CreatedDate", .. OrgCurrency.Fields(options), "SystemModstamp"])
        {
            Settings = $"{orgCurrency}",
            OutlivesItsParent = true,
            Read = row => SourceChange<StageChangeRecord>.Upsert(
                new StageChangeRecord(
                    row.Id,
                    row.Key("OpportunityId") ?? throw new UnreadableValueException("OpportunityId", "is empty"),
                    row.Text("StageName") ?? throw new UnreadableValueException("StageName", "is empty"),
                    row.Instant("CreatedDate") ?? throw new UnreadableValueException("CreatedDate", "is empty"))
                {
                    Amount = row.Amount("Amount", row.Currency(orgCurrency)),
                    ProbabilityPercent = row.Number("Probability"),
                    CloseDate = row.Date("CloseDate"),
                },
                row.Stamp),
        };
    }
}
