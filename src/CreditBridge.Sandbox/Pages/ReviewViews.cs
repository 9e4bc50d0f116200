namespace CreditBridge.Sandbox.Pages;

/// <summary>A person who may work on reviews.</summary>
internal sealed record PersonView(string Id, string Name);

/// <summary>A review as its page shows it: what the bridge wrote, and what people answered.</summary>
internal sealed record ReviewView(RecordFields Fields, string? Owner, string? DecidedBy)
{
    public string Id { get; } = Fields.Text("Id")!;
    public string Number { get; } = Fields.Text("Name") ?? "";
    public string? AccountId { get; } = Fields.Text("Account__c");
    public string? OpportunityId { get; } = Fields.Text("Opportunity__c");
    public string Status { get; } = Fields.Text("Status__c") ?? "New";
    public bool IsOpen { get; } = Fields.Flag("Is_Open__c");
    public string? Reason { get; } = Fields.Text("Reason__c");
    public string? Reasons { get; } = Fields.Text("Reasons__c");
    public string? Priority { get; } = Fields.Text("Priority__c");
    public decimal? Amount { get; } = Fields.Number("Amount__c");
    public decimal? ProposedLimit { get; } = Fields.Number("Proposed_Limit__c");
    public string? Currency { get; } = Fields.Text("Limit_Currency__c");
    public string? Clock { get; } = Fields.Text("SLA_State__c");
    public DateTimeOffset? RequestedAt { get; } = Fields.Moment("Requested_At__c");
    public DateTimeOffset? FirstResponseDueAt { get; } = Fields.Moment("First_Response_Due_At__c");
    public DateTimeOffset? StartedAt { get; } = Fields.Moment("Started_At__c");
    public DateTimeOffset? DueAt { get; } = Fields.Moment("Due_At__c");
    public DateTimeOffset? AtRiskAt { get; } = Fields.Moment("At_Risk_At__c");
    public DateTimeOffset? PausedSince { get; } = Fields.Moment("Paused_Since__c");
    public decimal? PausedHours { get; } = Fields.Number("Paused_Hours__c");
    public decimal? EstimatedHours { get; } = Fields.Number("Estimated_Hours__c");
    public string? EffortClass { get; } = Fields.Text("Effort_Class__c");
    public string? Team { get; } = Fields.Text("Team__c");
    public string? Documents { get; } = Fields.Text("Documents__c");
    public string? Message { get; } = Fields.Text("Message__c");
    public string? Decision { get; } = Fields.Text("Decision__c");
    public DateTimeOffset? DecidedAt { get; } = Fields.Moment("Decided_At__c");
    public decimal? ApprovedLimit { get; } = Fields.Number("Approved_Limit__c");
    public string? ApprovedTerms { get; } = Fields.Text("Approved_Terms__c");
    public string? Conditions { get; } = Fields.Text("Conditions__c");
    public string? Notes { get; } = Fields.Text("Decision_Notes__c");
    public DateOnly? ValidUntil { get; } = Fields.Day("Valid_Until__c");
    public string? DecisionId { get; } = Fields.Text("Decision_Id__c");
}

/// <summary>A document that was asked for.</summary>
internal sealed record DocumentView(RecordFields Fields)
{
    public string Id { get; } = Fields.Text("Id")!;
    public string? ReviewId { get; } = Fields.Text("Credit_Review__c");
    public string? Type { get; } = Fields.Text("Type__c");
    public string? Status { get; } = Fields.Text("Status__c");
    public DateTimeOffset? RequestedAt { get; } = Fields.Moment("Requested_At__c");
    public DateTimeOffset? ReceivedAt { get; } = Fields.Moment("Received_At__c");
}

/// <summary>A row of the forecast.</summary>
internal sealed record ForecastView(RecordFields Fields)
{
    public string? Kind { get; } = Fields.Text("Kind__c");
    public DateOnly? PeriodStart { get; } = Fields.Day("Period_Start__c");
    public string? Part { get; } = Fields.Text("Part__c");
    public string? Name { get; } = Fields.Text("Type__c") ?? Fields.Text("Region__c") ?? Fields.Text("Team__c");
    public decimal? Expected { get; } = Fields.Number("Expected_Reviews__c");
    public decimal? Lower { get; } = Fields.Number("Lower_Reviews__c");
    public decimal? Median { get; } = Fields.Number("Median_Reviews__c");
    public decimal? Upper { get; } = Fields.Number("Upper_Reviews__c");
    public decimal? Amount { get; } = Fields.Number("Expected_Amount__c");
    public string? Currency { get; } = Fields.Text("Forecast_Currency__c");
    public decimal? WorkHours { get; } = Fields.Number("Workload_Hours__c");
    public decimal? CarriedHours { get; } = Fields.Number("Carried_Hours__c");
    public decimal? CapacityHours { get; } = Fields.Number("Capacity_Hours__c");
    public decimal? BreachPercent { get; } = Fields.Number("Breach_Percent__c");
    public string? Model { get; } = Fields.Text("Model__c");
    public DateTimeOffset? MadeAt { get; } = Fields.Moment("Made_At__c");
}
