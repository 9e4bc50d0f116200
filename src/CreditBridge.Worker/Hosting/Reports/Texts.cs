using System.Globalization;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>Words for values.</summary>
internal static class Texts
{
    /// <summary>What could not be read: "3 records", "1 file", or "3 records and 1 file".</summary>
    public static string Unreadable(long all, long files) =>
        files == 0 ? Count(all, "record") : files >= all ? Count(all, "file") : $"{Count(all - files, "record")} and {Count(files, "file")}";

    /// <summary>A number and what is counted, in the right number: "1 record", "2,000 records", "3 counted calls".</summary>
    public static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

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
