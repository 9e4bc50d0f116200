using System.Collections.Frozen;
using CreditBridge.Abstractions.Fields;
using static CreditBridge.Abstractions.Fields.CreditFields;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>The Salesforce fields that ship with CreditBridge (deploy/salesforce), one per credit field: the default of <see cref="SalesforceOptions.Fields"/>.</summary>
public static class DefaultFieldMapping
{
    private static readonly FrozenDictionary<CreditField, ShippedField> ByField = new ShippedField[]
    {
        new(Account.Score, "Credit_Score__c"),
        new(Account.Band, "Risk_Band__c") { Length = 40 },
        new(Account.LimitStatus, "Credit_Limit_Status__c"),
        new(Account.Limit, "Credit_Limit__c") { Scale = 2 },
        new(Account.Exposure, "Credit_Exposure__c") { Scale = 2 },
        new(Account.Headroom, "Credit_Headroom__c") { Scale = 2 },
        new(Account.PastDue, "Past_Due_Amount__c") { Scale = 2 },
        new(Account.OldestPastDueDays, "Oldest_Past_Due_Days__c"),
        new(Account.AverageDaysBeyondTerms, "Average_Days_Beyond_Terms__c") { Scale = 1 },
        new(Account.Hold, "Credit_Hold__c"),
        new(Account.HoldReason, "Credit_Hold_Reason__c"),
        new(Account.Prequalification, "Prequalification__c") { Length = 40 },
        new(Account.RecommendedTerms, "Recommended_Terms__c") { Length = 40 },
        new(Account.Message, "Credit_Message__c") { Length = 1000 },
        new(Account.Trend, "Credit_Trend__c") { Length = 20 },
        new(Account.NextReview, "Next_Credit_Review__c"),
        new(Account.Currency, "Credit_Currency__c") { Length = 3 },
        new(Account.CheckedAt, "Credit_Checked_At__c"),
        new(Account.DecisionId, "Credit_Decision_Id__c") { Length = 40 },
        new(Opportunity.CheckStatus, "Credit_Check_Status__c") { Length = 40 },
        new(Opportunity.CheckMessage, "Credit_Check_Message__c") { Length = 1000 },
        new(Opportunity.Alternatives, "Credit_Alternatives__c") { Length = 2000 },
        new(Opportunity.HeadroomAfterDeal, "Headroom_After_Deal__c") { Scale = 2 },
        new(Opportunity.RecommendedTerms, "Recommended_Terms__c") { Length = 40 },
        new(Opportunity.ReviewDue, "Credit_Review_Due__c"),
        new(Opportunity.Currency, "Credit_Currency__c") { Length = 3 },
        new(Opportunity.CheckedAt, "Credit_Checked_At__c"),
        new(Opportunity.DecisionId, "Credit_Decision_Id__c") { Length = 40 },
        new(Review.Account, "Account__c") { IsReference = true },
        new(Review.Opportunity, "Opportunity__c") { IsReference = true },
        new(Review.Status, "Status__c"),
        new(Review.Reason, "Reason__c"),
        new(Review.Reasons, "Reasons__c") { Length = 4000 },
        new(Review.Priority, "Priority__c"),
        new(Review.Amount, "Amount__c") { Scale = 2 },
        new(Review.ProposedLimit, "Proposed_Limit__c") { Scale = 2 },
        new(Review.Currency, "Limit_Currency__c") { Length = 3 },
        new(Review.RequestedAt, "Requested_At__c"),
        new(Review.FirstResponseDueAt, "First_Response_Due_At__c"),
        new(Review.DueAt, "Due_At__c"),
        new(Review.AtRiskAt, "At_Risk_At__c"),
        new(Review.PausedSince, "Paused_Since__c"),
        new(Review.PausedHours, "Paused_Hours__c") { Scale = 2 },
        new(Review.EstimatedHours, "Estimated_Hours__c") { Scale = 2 },
        new(Review.EffortClass, "Effort_Class__c") { Length = 40 },
        new(Review.Team, "Team__c") { Length = 80 },
        new(Review.Owner, "OwnerId") { IsReference = true },
        new(Review.Documents, "Documents__c") { Length = 2000 },
        new(Review.Message, "Message__c") { Length = 2000 },
        new(Review.DecisionId, "Decision_Id__c") { Length = 40 },
        new(ReviewDocument.Account, "Account__c") { IsReference = true },
        new(ReviewDocument.Review, "Credit_Review__c") { IsReference = true },
        new(ReviewDocument.Type, "Type__c"),
        new(ReviewDocument.Status, "Status__c"),
        new(ReviewDocument.RequestedAt, "Requested_At__c"),
        new(ReviewForecast.Kind, "Kind__c"),
        new(ReviewForecast.PeriodStart, "Period_Start__c"),
        new(ReviewForecast.Part, "Part__c"),
        new(ReviewForecast.Type, "Type__c") { Length = 80 },
        new(ReviewForecast.Region, "Region__c") { Length = 80 },
        new(ReviewForecast.Team, "Team__c") { Length = 80 },
        new(ReviewForecast.Expected, "Expected_Reviews__c") { Scale = 1 },
        new(ReviewForecast.Lower, "Lower_Reviews__c") { Scale = 1 },
        new(ReviewForecast.Median, "Median_Reviews__c") { Scale = 1 },
        new(ReviewForecast.Upper, "Upper_Reviews__c") { Scale = 1 },
        new(ReviewForecast.ExpectedAmount, "Expected_Amount__c") { Scale = 2 },
        new(ReviewForecast.Currency, "Forecast_Currency__c") { Length = 3 },
        new(ReviewForecast.WorkHours, "Workload_Hours__c") { Scale = 1 },
        new(ReviewForecast.CarriedHours, "Carried_Hours__c") { Scale = 1 },
        new(ReviewForecast.CapacityHours, "Capacity_Hours__c") { Scale = 1 },
        new(ReviewForecast.BreachPercent, "Breach_Percent__c") { Scale = 1 },
        new(ReviewForecast.Model, "Model__c"),
        new(ReviewForecast.MadeAt, "Made_At__c"),
    }.ToFrozenDictionary(f => f.Field);

    /// <summary>A fresh dictionary of all shipped names, by full canonical name.</summary>
    internal static Dictionary<string, string> ToDictionary() =>
        CreditFields.All.Where(ByField.ContainsKey).ToDictionary(f => f.FullName, f => ByField[f].ApiName, StringComparer.OrdinalIgnoreCase);

    /// <summary>What ships for a credit field; null for a field that a newer version of the contract added.</summary>
    internal static ShippedField? Of(CreditField field) => ByField.GetValueOrDefault(field);
}

/// <summary>A field as deploy/salesforce defines it.</summary>
/// <param name="Field">The credit field that it holds.</param>
/// <param name="ApiName">Its API name.</param>
internal sealed record ShippedField(CreditField Field, string ApiName)
{
    /// <summary>Characters that it takes; only meaningful for text.</summary>
    public int Length { get; init; } = 255;

    /// <summary>Whether it holds the id of another record.</summary>
    public bool IsReference { get; init; }

    /// <summary>Decimal places; only meaningful for numbers and amounts.</summary>
    public int Scale { get; init; }
}
