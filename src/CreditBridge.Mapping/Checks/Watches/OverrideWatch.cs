using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Exceptions: what they do.</summary>
internal sealed class OverrideWatch : RecordWatch<OverrideRecord>
{
    private readonly SortedDictionary<OverrideEffect, int> _effects = [];

    public override void See(OverrideRecord record, SourceRow row) => _effects[record.Effect] = _effects.GetValueOrDefault(record.Effect) + 1;

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        yield return CheckFinding.Ok("overrides.effect", $"{string.Join(", ", _effects.Select(e => $"{e.Key} {Figures.Of(e.Value)}"))}. They count as far as the policy lets them.");
    }
}
