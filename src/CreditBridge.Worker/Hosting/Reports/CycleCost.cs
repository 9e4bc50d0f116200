using System.Globalization;
using CreditBridge.Core.Runs;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>What a cycle cost, in one phrase: how many calls for what, and how many for every 1,000 records that were written.</summary>
internal static class CycleCost
{
    /// <summary>The phrase. Without a written record there is no rate: reading costs its calls either way.</summary>
    public static string InWords(CycleReport report)
    {
        var calls = Texts.Count(report.Calls, "counted call");
        var verification = report.Verification is { Calls: > 0 } v ? $", {v.Calls:N0} to verify" : "";
        return report.Dispatch is { Delivered: > 0 } written
            ? string.Create(CultureInfo.InvariantCulture,
                $"{calls}: {report.Sync.Calls.Values.Sum():N0} to read{verification}, {written.Calls:N0} to write {Texts.Count(written.Delivered, "record")} ({report.CallsPerThousand:0.#} calls per 1,000)")
            : verification.Length > 0 ? $"{calls}: {report.Sync.Calls.Values.Sum():N0} to read{verification}" : calls;
    }
}
