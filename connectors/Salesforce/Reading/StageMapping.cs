using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>OpportunityStage → <see cref="StageRecord"/>. Deals carry a stage's API name, which stays the same when its label is changed or translated.</summary>
internal static class StageMapping
{
    public static ObjectMapping<StageRecord> Create() => new(RecordKind.Stage, "OpportunityStage",
        ["Id", "ApiName", "MasterLabel", "SortOrder", "DefaultProbability", "IsActive", "IsClosed", "IsWon", "SystemModstamp"])
    {
        Read = row => SourceChange<StageRecord>.Upsert(
            new StageRecord(row.Text("ApiName") ?? row.Text("MasterLabel") ?? throw new UnreadableValueException("ApiName", "is empty"))
            {
                SortOrder = (int)Math.Clamp(row.Number("SortOrder") ?? 0, 0, int.MaxValue),
                DefaultProbabilityPercent = row.Number("DefaultProbability") ?? 0,
                IsActive = row.Flag("IsActive"),
                IsClosed = row.Flag("IsClosed"),
                IsWon = row.Flag("IsWon"),
            },
            row.Stamp),
    };
}
