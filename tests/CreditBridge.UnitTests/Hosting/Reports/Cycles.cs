using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.UnitTests.Hosting.Reports;

/// <summary>Reports of cycles.</summary>
internal static class Cycles
{
    public static CycleReport Of(long readCalls = 1, DispatchReport? dispatch = null, VerificationReport? verification = null, Failure? stopped = null) => new(
        new SyncReport([new SourceReport("crm", RecordKind.Account, new IngestResult(10, 1, 2, 0, 0), stopped)], new Dictionary<string, long> { ["crm"] = readCalls }),
        new EvaluationReport { Accounts = 3 }, dispatch ?? new DispatchReport(), [], TimeSpan.FromSeconds(1.5))
    {
        Verification = verification,
    };

    public static VerificationReport Verification(long missed, long calls = 4) =>
        new([new VerifiedSource("crm", RecordKind.Account, new IngestResult(500, missed, 0, 0, 0), null)], new DateTimeOffset(2026, 11, 19, 12, 0, 0, TimeSpan.Zero), calls);

    public static DispatchReport Refused(int count, Func<int, Failure> failure, int? all = null) => new()
    {
        Parked = [.. Enumerable.Range(1, count).Select(i => (new TargetRecord(RecordKind.Account, $"001{i:D12}AAA"), failure(i)))],
        ParkedCount = all ?? count,
    };
}
