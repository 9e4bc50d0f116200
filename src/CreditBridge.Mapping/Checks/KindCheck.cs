using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks;

/// <summary>Says what a mapping makes of a sample of rows of one kind.</summary>
internal sealed class KindCheck<T>(MappedKind<T> kind, RecordMapping<T> records, string origin)
    where T : SourceRecord
{
    private const int ShownRejections = 3;

    public List<CheckFinding> Findings(RowSample<T> sample)
    {
        List<CheckFinding> findings =
        [
            CheckFinding.Ok(kind.Name, $"{origin}: {sample.Records.Count} of {(sample.IsWhole ? "" : "the first ")}{sample.Rows} rows are readable{(sample.Left > 0 ? $", {sample.Left} are left out by the mapping" : "")}."),
            .. sample.Rejected.Take(ShownRejections).Select(r => new CheckFinding(r.Where, CheckStatus.Warning, r.Reason, "Correct the row in the other system, or declare what it means in the mapping.")),
        ];
        if (sample.Rejected.Count > ShownRejections)
            findings.Add(new CheckFinding(kind.Name, CheckStatus.Warning, $"{sample.Rejected.Count} rows of the sample are rejected in all.", "The first ones are shown above."));
        findings.AddRange(DeclaredMeanings.Of(records, sample));
        return findings;
    }
}
