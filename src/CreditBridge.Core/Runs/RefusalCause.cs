using System.Globalization;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Runs;

/// <summary>Why records were refused: one cause, however many records it hit.</summary>
/// <param name="Example">What the CRM said about the first of them.</param>
/// <param name="Count">How many records.</param>
/// <param name="IsLeast">Whether there are at least so many: a report names the first hundred only.</param>
/// <param name="Records">The first three.</param>
public sealed record RefusalCause(Failure Example, long Count, bool IsLeast, IReadOnlyList<string> Records)
{
    private const int MostNamed = 3;

    /// <summary>Whom it hit: "Account 001…", or "1,000 records (Account 001…, …)".</summary>
    public string Who => Count == 1 && !IsLeast
        ? Records[0]
        : string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? "at least " : "")}{Count:N0} records ({string.Join(", ", Records)}{(Count > Records.Count ? ", …" : "")})");

    /// <summary>Tells causes apart: the CRM's code, the fields, and what to do. What it says names the record, mostly.</summary>
    public string Key => $"{Example.Kind}|{Example.Code}|{string.Join(',', Example.Fields)}|{Example.NextStep}";

    /// <summary>The causes behind the refused records of a report, the most frequent first.</summary>
    public static IReadOnlyList<RefusalCause> Of(DispatchReport report)
    {
        var groups = report.Parked
            .Select(p => new RefusalCause(p.Failure, 1, false, [$"{p.Target.Kind} {p.Target.Key}"]))
            .GroupBy(c => c.Key).OrderByDescending(g => g.Count()).ToList();
        var isCut = report.ParkedCount > report.Parked.Count;
        return [.. groups.Select(g => new RefusalCause(
            g.First().Example, isCut && groups.Count == 1 ? report.ParkedCount : g.Count(), isCut && groups.Count > 1, [.. g.Take(MostNamed).Select(c => c.Records[0])]))];
    }
}
