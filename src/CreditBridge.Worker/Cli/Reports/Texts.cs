using CreditBridge.Core.Decisions;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>Words for values.</summary>
internal static class Texts
{
    public static string Of(DealStatus status) => status switch
    {
        DealStatus.Prequalified => "prequalified",
        DealStatus.Conditional => "conditional",
        DealStatus.ReviewNeeded => "review needed",
        DealStatus.DoesNotFit => "does not fit",
        DealStatus.OnHold => "on hold",
        _ => status.ToString(),
    };
}
