using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Reviews;

/// <summary>Decisions in the words that the CRM shows.</summary>
public static class VerdictWords
{
    /// <summary>A decision in words.</summary>
    public static string Of(ReviewVerdict verdict) => verdict switch
    {
        ReviewVerdict.Approved => "Approved",
        ReviewVerdict.ApprovedWithConditions => "Approved with conditions",
        ReviewVerdict.Declined => "Declined",
        ReviewVerdict.HoldLifted => "Hold lifted",
        _ => "No change",
    };
}
