using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>The values that the platform works out itself, and those that the shipped flows stamp.</summary>
internal sealed class DerivedFields(RecordStore store)
{
    /// <summary>What the flow Stamp_Credit_Decision looks at.</summary>
    private static readonly string[] DecisionFields = ["Decision__c", "Approved_Limit__c", "Approved_Terms__c", "Valid_Until__c"];

    /// <summary>Fills the derived values of a row. <paramref name="before"/> is null for a new row; <paramref name="written"/> are the fields the caller set.</summary>
    public void Apply(ObjectDefinition item, object?[] values, Row? before, IReadOnlySet<string> written, DateTimeOffset now)
    {
        switch (item.Name)
        {
            case "Opportunity":
                ApplyStage(item, values, before, written, now);
                break;
            case "Contact" or "User":
                Set("Name", string.Join(' ', new[] { Get("FirstName"), Get("LastName") }.Where(part => part is not null)));
                break;
            case "Credit_Review__c" when item.Field("Decided_By__c") is not null:
                StampDecision(item, values, before, written, now);
                StampStart(item, values, before, now);
                break;
            case "Task":
                Set("IsClosed", Get("Status") is "Completed");
                break;
            case "Case":
                Set("IsClosed", Get("Status") is "Closed");
                break;
        }

        object? Get(string field) => values[item.Field(field)!.Ordinal];
        void Set(string field, object? value) => values[item.Field(field)!.Ordinal] = value;
    }

    // Records of the past that are created with their day keep it.
    private static void StampDecision(ObjectDefinition item, object?[] values, Row? before, IReadOnlySet<string> written, DateTimeOffset now)
    {
        if (Get("Decision__c") is null || (before is null ? written.Contains("Decided_At__c") : !IsNew(before))) return;
        values[item.Field("Decided_By__c")!.Ordinal] = Get("LastModifiedById");
        values[item.Field("Decided_At__c")!.Ordinal] = now;

        // Whoever sets the status decides, whoever filled in the rest; the service sets every other status.
        // Without a limit, the currency is of the service's own amounts.
        bool IsNew(Row was) => Array.Exists(DecisionFields, name => !Equals(was[name], Get(name))) || (Get("Status__c") is "Decided" && was["Status__c"] is not "Decided")
            || (Get("Approved_Limit__c") is not null && !Equals(was["Limit_Currency__c"], Get("Limit_Currency__c")));
        object? Get(string field) => values[item.Field(field)!.Ordinal];
    }

    // What the flow Stamp_Credit_Review_Start does.
    private static void StampStart(ObjectDefinition item, object?[] values, Row? before, DateTimeOffset now)
    {
        if (item.Field("Started_At__c") is not { } startedAt) return;
        var status = values[item.Field("Status__c")!.Ordinal];
        var begins = status is "In review" && values[startedAt.Ordinal] is null && !Equals(before?["Status__c"], status);
        // Work on a review that is opened again begins anew; a time that was given stays.
        var isOpenedAgain = before?["Status__c"] is "Decided" or "Withdrawn" && status is not ("Decided" or "Withdrawn") && Equals(before["Started_At__c"], values[startedAt.Ordinal]);
        if (begins || isOpenedAgain) values[startedAt.Ordinal] = status is "In review" ? now : null;
    }

    private void ApplyStage(ObjectDefinition item, object?[] values, Row? before, IReadOnlySet<string> written, DateTimeOffset now)
    {
        var stageName = Get("StageName") as string;
        var stageChanged = before is null || !Equals(before["StageName"], stageName);
        var stage = store["OpportunityStage"].Rows.FirstOrDefault(row => string.Equals((string?)row["ApiName"], stageName, StringComparison.OrdinalIgnoreCase));
        if (stageChanged)
        {
            Set("IsClosed", stage?["IsClosed"] ?? false);
            Set("IsWon", stage?["IsWon"] ?? false);
            if (!written.Contains("Probability")) Set("Probability", stage?["DefaultProbability"] ?? 0.0m);
            if (!written.Contains("ForecastCategoryName")) Set("ForecastCategoryName", stage?["ForecastCategoryName"] ?? "Pipeline");
            if (before is not null) Set("LastStageChangeDate", now);
        }

        Set("ForecastCategory", (Get("ForecastCategoryName") as string) switch
        {
            "Best Case" => "BestCase", "Most Likely" => "MostLikely", "Commit" => "Forecast", var same => same,
        });
        Set("ExpectedRevenue", Get("Amount") is decimal amount && Get("Probability") is decimal probability
            ? FieldValues.Normalize(item.Field("ExpectedRevenue")!, amount * probability / 100m)
            : null);
        if (Get("CloseDate") is DateOnly close)
        {
            var quarter = (close.Month + 2) / 3;
            Set("FiscalQuarter", (decimal)quarter);
            Set("FiscalYear", (decimal)close.Year);
            Set("Fiscal", $"{close.Year} {quarter}");
        }

        object? Get(string field) => values[item.Field(field)!.Ordinal];
        void Set(string field, object? value) => values[item.Field(field)!.Ordinal] = value;
    }
}
