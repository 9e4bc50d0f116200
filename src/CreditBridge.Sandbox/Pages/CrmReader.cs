namespace CreditBridge.Sandbox.Pages;

/// <summary>Reads what the pages show from the org, as an administrator sees it. Costs no API calls.</summary>
internal sealed class CrmReader(SandboxOrg org)
{
    private readonly HashSet<string> _accountFields = [.. org.FieldNames("Account")];
    private readonly HashSet<string> _dealFields = [.. org.FieldNames("Opportunity")];

    private readonly HashSet<string> _reviewFields = KnownFields(org, "Credit_Review__c");
    private readonly HashSet<string> _documentFields = KnownFields(org, "Credit_Document__c");
    private readonly HashSet<string> _forecastFields = KnownFields(org, "Credit_Review_Forecast__c");

    public Crm Read() => new(
        [.. org.Query("SELECT Id FROM Account").Select(record => new AccountView(Fields(record, _accountFields), Owner(record)))],
        [.. org.Query("SELECT Id FROM Opportunity").Select(record => new OpportunityView(Fields(record, _dealFields), Owner(record)))],
        [.. org.Query("SELECT Id FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder")
            .Select(stage => new StageView(stage.Text("ApiName")!, (int)(stage.Number("DefaultProbability") ?? 0m), stage.Flag("IsClosed")))])
    {
        Reviews = _reviewFields.Count == 0 ? [] : [.. org.Query("SELECT Id FROM Credit_Review__c").Select(record => new ReviewView(Fields(record, _reviewFields), Owner(record), record["Decided_By__r.Name"] as string))],
        Documents = _documentFields.Count == 0 ? [] : [.. org.Query("SELECT Id FROM Credit_Document__c ORDER BY Name").Select(record => new DocumentView(Fields(record, _documentFields)))],
        Forecast = _forecastFields.Count == 0
            ? []
            : [.. org.Query("SELECT Id FROM Credit_Review_Forecast__c ORDER BY Period_Start__c, Forecast_Key__c").Select(record => new ForecastView(Fields(record, _forecastFields)))],
        People = [.. org.Query("SELECT Id FROM User WHERE IsActive = true ORDER BY Name").Select(user => new PersonView(user.Id, user.Text("Name") ?? user.Id))],
    };

    /// <summary>The changes of a deal's stage or amount, the oldest first.</summary>
    public IReadOnlyList<StageChangeView> History(OpportunityView deal) =>
        [.. org.Query($"SELECT Id FROM OpportunityHistory WHERE OpportunityId = '{deal.Id}' ORDER BY CreatedDate, Id")
            .Select(change => new StageChangeView(change.Text("StageName") ?? "", change.Number("Amount"), (DateTimeOffset)change["CreatedDate"]!))];

    /// <summary>The values that Requested Payment Terms offers.</summary>
    public IReadOnlyList<string> Terms() =>
        [.. org.Schema["Opportunity"].Field("Requested_Payment_Terms__c")?.PicklistValues.Select(value => value.Value) ?? []];

    /// <summary>What may be decided on a review.</summary>
    public IReadOnlyList<string> Verdicts() =>
        [.. org.Schema.TryGet("Credit_Review__c", out var reviews) ? reviews.Field("Decision__c")?.PicklistValues.Select(value => value.Value) ?? [] : []];

    private static HashSet<string> KnownFields(SandboxOrg org, string name) => org.Schema.TryGet(name, out _) ? [.. org.FieldNames(name)] : [];

    private static string? Owner(OrgRecord record) => record["Owner.Name"] as string;

    private RecordFields Fields(OrgRecord record, HashSet<string> known) => new(name =>
        known.Contains(name) ? record[name] : name == "CurrencyIsoCode" ? org.Options.CorporateCurrency : null);
}
