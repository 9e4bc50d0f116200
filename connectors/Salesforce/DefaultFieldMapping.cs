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

    /// <summary>Decimal places; only meaningful for numbers and amounts.</summary>
    public int Scale { get; init; }
}
