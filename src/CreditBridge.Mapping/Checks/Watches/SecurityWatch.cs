using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Securities: what share of a loss they cover, and whether they are still in force.</summary>
internal sealed class SecurityWatch(DateOnly today) : RecordWatch<SecurityRecord>
{
    private readonly Tallies _amounts = new();
    private decimal _lowest = decimal.MaxValue;
    private decimal _highest;
    private long _withoutAmount;
    private long _expired;

    public override void See(SecurityRecord record, SourceRow row)
    {
        _amounts.Add(record.Amount);
        _lowest = Math.Min(_lowest, record.CoverPercent);
        _highest = Math.Max(_highest, record.CoverPercent);
        _withoutAmount += record.Amount.IsZero ? 1 : 0;
        _expired += record.ExpiresOn < today ? 1 : 0;
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        if (_highest <= 1)
            yield return new CheckFinding("securities.cover_percent", CheckStatus.Warning, $"All {Figures.Of(count.Read)} securities cover {_highest} percent of a loss, or less.", "Probably shares are written as 0.9 instead of 90: let the export write percent.");
        else
            yield return CheckFinding.Ok("securities.cover_percent", $"{Figures.Of(count.Read)} securities cover {_lowest} to {_highest} percent of a loss: {_amounts.Net()}. Of zero amount, so without cover: {Figures.Of(_withoutAmount)}.");
        if (_expired * 2 > count.Read)
            yield return new CheckFinding("securities.expires", CheckStatus.Warning, $"{Figures.Of(_expired)} of {Figures.Of(count.Read)} securities have expired.", "If some run on without an end, list the day that stands for it under 'empty:'.");
    }
}
