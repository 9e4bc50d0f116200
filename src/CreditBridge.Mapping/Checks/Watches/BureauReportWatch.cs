using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Bureau reports: the scores of each sort, and how many reports have no opinion.</summary>
internal sealed class BureauReportWatch(BureauReportMapping mapping) : RecordWatch<BureauReportRecord>
{
    private const int MostSorts = 50;
    private readonly SortedDictionary<string, (int Count, int WithScore, decimal Lowest, decimal Highest)> _sorts = new(StringComparer.Ordinal);

    public override void See(BureauReportRecord record, SourceRow row)
    {
        var sort = $"{record.Provider} {record.ScoreName}".TrimEnd();
        if (!_sorts.TryGetValue(sort, out var known) && _sorts.Count >= MostSorts)
            return;
        known = record.Score is { } score
            ? (known.Count + 1, known.WithScore + 1, known.WithScore == 0 ? score : Math.Min(known.Lowest, score), known.WithScore == 0 ? score : Math.Max(known.Highest, score))
            : known with { Count = known.Count + 1 };
        _sorts[sort] = known;
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        if (!mapping.Score.Origin.IsMapped)
            yield break;
        foreach (var (sort, known) in _sorts)
        {
            var range = known.WithScore == 0 ? "no score at all" : $"{Figures.Of(known.WithScore)} with a score from {known.Lowest} to {known.Highest}";
            yield return CheckFinding.Ok("bureau_reports.score", $"{sort}: {range}, {Figures.Of(known.Count - known.WithScore)} without an opinion.");
            if (known.WithScore >= 10 && known.Lowest == known.Highest)
                yield return new CheckFinding("bureau_reports.score", CheckStatus.Warning, $"{sort}: every score is {known.Lowest}.", "Look whether it stands for \"no opinion\"; list it under 'no_opinion:' then.");
        }
    }
}
