namespace CreditBridge.Sandbox.Pages;

/// <summary>Reads what the pages show from the org, as an administrator sees it. Costs no API calls.</summary>
internal sealed class CrmReader(SandboxOrg org)
{
    private readonly HashSet<string> _accountFields = [.. org.FieldNames("Account")];
    private readonly HashSet<string> _dealFields = [.. org.FieldNames("Opportunity")];

    public Crm Read() => new(
        [.. org.Query("SELECT Id FROM Account").Select(record => new AccountView(Fields(record, _accountFields), Owner(record)))],
        [.. org.Query("SELECT Id FROM Opportunity").Select(record => new OpportunityView(Fields(record, _dealFields), Owner(record)))],
        [.. org.Query("SELECT Id FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder")
            .Select(stage => new StageView(stage.Text("ApiName")!, (int)(stage.Number("DefaultProbability") ?? 0m), stage.Flag("IsClosed")))]);

    /// <summary>The changes of a deal's stage or amount, the oldest first.</summary>
    public IReadOnlyList<StageChangeView> History(OpportunityView deal) =>
        [.. org.Query($"SELECT Id FROM OpportunityHistory WHERE OpportunityId = '{deal.Id}' ORDER BY CreatedDate, Id")
            .Select(change => new StageChangeView(change.Text("StageName") ?? "", change.Number("Amount"), (DateTimeOffset)change["CreatedDate"]!))];

    /// <summary>The values that Requested Payment Terms offers.</summary>
    public IReadOnlyList<string> Terms() =>
        [.. org.Schema["Opportunity"].Field("Requested_Payment_Terms__c")?.PicklistValues.Select(value => value.Value) ?? []];

    private static string? Owner(OrgRecord record) => record["Owner.Name"] as string;

    private RecordFields Fields(OrgRecord record, HashSet<string> known) => new(name =>
        known.Contains(name) ? record[name] : name == "CurrencyIsoCode" ? org.Options.CorporateCurrency : null);
}
