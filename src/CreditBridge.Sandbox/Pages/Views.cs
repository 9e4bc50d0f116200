namespace CreditBridge.Sandbox.Pages;

/// <summary>The fields of one CRM record, read by API name. A field that the org does not have reads as null.</summary>
internal readonly struct RecordFields(Func<string, object?> read)
{
    public string? Text(string field) => read(field) as string;

    public decimal? Number(string field) => read(field) as decimal?;

    public int? Whole(string field) => read(field) is decimal number ? (int)number : null;

    public bool Flag(string field) => read(field) is true;

    public DateOnly? Day(string field) => read(field) as DateOnly?;

    public DateTimeOffset? Moment(string field) => read(field) as DateTimeOffset?;
}

/// <summary>An account as its page shows it. Credit values are as the bridge wrote them; null where it has not.</summary>
internal sealed record AccountView(RecordFields Fields, string? Owner)
{
    public string Id { get; } = Fields.Text("Id")!;
    public string Name { get; } = Fields.Text("Name") ?? "";
    public string? ParentId { get; } = Fields.Text("ParentId");
    public string? Industry { get; } = Fields.Text("Industry");
    public string? City { get; } = Fields.Text("BillingCity");
    public string? Country { get; } = Fields.Text("BillingCountry");
    public string? ErpKeys { get; } = Fields.Text("ERP_Customer_Keys__c");
    public string? Currency { get; } = Fields.Text("Credit_Currency__c") ?? Fields.Text("CurrencyIsoCode");
    public int? Score { get; } = Fields.Whole("Credit_Score__c");
    public string? Band { get; } = Fields.Text("Risk_Band__c");
    public decimal? Limit { get; } = Fields.Number("Credit_Limit__c");
    public string? LimitStatus { get; } = Fields.Text("Credit_Limit_Status__c");
    public decimal? Exposure { get; } = Fields.Number("Credit_Exposure__c");
    public decimal? Headroom { get; } = Fields.Number("Credit_Headroom__c");
    public decimal? PastDue { get; } = Fields.Number("Past_Due_Amount__c");
    public int? OldestPastDueDays { get; } = Fields.Whole("Oldest_Past_Due_Days__c");
    public decimal? AverageDaysBeyondTerms { get; } = Fields.Number("Average_Days_Beyond_Terms__c");
    public bool OnHold { get; } = Fields.Flag("Credit_Hold__c");
    public string? HoldReason { get; } = Fields.Text("Credit_Hold_Reason__c");
    public string? Prequalification { get; } = Fields.Text("Prequalification__c");
    public string? RecommendedTerms { get; } = Fields.Text("Recommended_Terms__c");
    public string? Message { get; } = Fields.Text("Credit_Message__c");
    public string? Trend { get; } = Fields.Text("Credit_Trend__c");
    public DateOnly? NextReview { get; } = Fields.Day("Next_Credit_Review__c");
    public DateTimeOffset? CheckedAt { get; } = Fields.Moment("Credit_Checked_At__c");
    public string? DecisionId { get; } = Fields.Text("Credit_Decision_Id__c");

    public bool IsChecked => CheckedAt is not null;

    /// <summary>The share of the limit that is in use; null when the limit is not an amount above zero.</summary>
    public decimal? Used => Limit is > 0m && Exposure is { } owed ? owed / Limit.Value : null;
}

/// <summary>A deal as its page shows it. Credit values are as the bridge wrote them; null where it has not.</summary>
internal sealed record OpportunityView(RecordFields Fields, string? Owner)
{
    public string Id { get; } = Fields.Text("Id")!;
    public string Name { get; } = Fields.Text("Name") ?? "";
    public string? AccountId { get; } = Fields.Text("AccountId");
    public string? Stage { get; } = Fields.Text("StageName");
    public decimal? Amount { get; } = Fields.Number("Amount");
    public decimal? Probability { get; } = Fields.Number("Probability");
    public DateOnly? CloseDate { get; } = Fields.Day("CloseDate");
    public bool IsClosed { get; } = Fields.Flag("IsClosed");
    public string? Currency { get; } = Fields.Text("CurrencyIsoCode");
    public string? RequestedTerms { get; } = Fields.Text("Requested_Payment_Terms__c");
    public string? CheckStatus { get; } = Fields.Text("Credit_Check_Status__c");
    public string? Message { get; } = Fields.Text("Credit_Check_Message__c");
    public string? Alternatives { get; } = Fields.Text("Credit_Alternatives__c");
    public decimal? HeadroomAfter { get; } = Fields.Number("Headroom_After_Deal__c");
    public string? RecommendedTerms { get; } = Fields.Text("Recommended_Terms__c");
    public DateOnly? ReviewDue { get; } = Fields.Day("Credit_Review_Due__c");
    public DateTimeOffset? CheckedAt { get; } = Fields.Moment("Credit_Checked_At__c");
    public string? DecisionId { get; } = Fields.Text("Credit_Decision_Id__c");
    public string? CreditCurrency { get; } = Fields.Text("Credit_Currency__c") ?? Fields.Text("CurrencyIsoCode");

    public bool IsChecked => CheckedAt is not null;
}

/// <summary>A stage of the sales process.</summary>
internal sealed record StageView(string Name, int Probability, bool IsClosed);

/// <summary>The moment a deal reached a stage.</summary>
internal sealed record StageChangeView(string Stage, decimal? Amount, DateTimeOffset At);
