using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// When and whether a deal comes to the event, as far as the CRM's stages alone say: the cold start. A deal comes to credit's step with its stage's probability over that of the step,
/// on any day until its close date alike.
/// </summary>
internal sealed class StageChances
{
    /// <summary>How long it takes when the close date is missing or past.</summary>
    public const int TypicalDays = 90;

    private readonly Dictionary<string, StageRecord> _stages;
    private readonly double _atEvent;

    public StageChances(IEnumerable<StageRecord> stages, ForecastEvent what)
    {
        _stages = stages.GroupBy(s => what.NameOf(s.Key)).ToDictionary(g => g.Key, g => g.First());
        _atEvent = _stages.Where(s => what.IsReachedBy(s.Key)).Select(s => (double)s.Value.DefaultProbabilityPercent / 100).Where(p => p > 0).DefaultIfEmpty(1).Min();
        IsClosing = what.IsClosing;
    }

    private bool IsClosing { get; }

    /// <summary>Chance that a deal of the stage comes to the event; null for a stage that the CRM does not know.</summary>
    public double? Of(string stage) =>
        IsClosing ? 1 : _stages.TryGetValue(stage, out var known) ? Math.Clamp((double)known.DefaultProbabilityPercent / 100 / _atEvent, 0, 1) : null;

    /// <summary>Whether the CRM lists the stage and sales can still choose it.</summary>
    public bool IsInUse(string stage) => _stages.Count == 0 || (_stages.TryGetValue(stage, out var known) && known.IsActive);

    /// <summary>Chances by bucket; a deal of an unknown stage is taken to have an even chance.</summary>
    public void ByBucket(OpenDeal deal, DateOnly origin, IReadOnlyList<int> bucketEnds, Span<double> result)
    {
        var days = deal.ExpectedClose is { } close && close > origin ? close.DayNumber - origin.DayNumber : TypicalDays;
        var chance = Of(deal.Stage) ?? 0.5;
        for (var b = 0; b < result.Length; b++)
        {
            var (from, to) = (b == 0 ? 0 : bucketEnds[b - 1], bucketEnds[b]);
            result[b] = chance * Math.Max(0, Math.Min(to, days) - Math.Min(from, days)) / days;
        }
    }
}
