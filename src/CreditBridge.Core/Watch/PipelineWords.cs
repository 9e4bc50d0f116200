using System.Globalization;

namespace CreditBridge.Core.Watch;

/// <summary>The open deals of an account in a sentence.</summary>
public static class PipelineWords
{
    /// <summary>"3 open deals, EUR 120,000, the next closes 2026-12-04 (Line 7)."</summary>
    public static string Of(OpenPipeline pipeline)
    {
        if (pipeline.Deals == 0)
            return "No open deals.";
        var amount = pipeline.Amount is not { } sum ? ", their amounts cannot be added up for want of an exchange rate"
            : pipeline.WithoutAmount == pipeline.Deals ? ", without an amount"
            : $", {sum.ToDisplay()}{(pipeline.WithoutAmount > 0 ? $" ({pipeline.WithoutAmount} without an amount)" : "")}";
        var overdue = pipeline.Overdue == pipeline.Deals;
        return string.Create(CultureInfo.InvariantCulture,
            $"{pipeline.Deals:N0} open {(pipeline.Deals == 1 ? "deal" : "deals")}{amount}, {(overdue ? "to have closed" : pipeline.Deals == 1 ? "to close" : "the next closes")} {pipeline.NextClose:yyyy-MM-dd} ({pipeline.NextDeal}).");
    }
}
