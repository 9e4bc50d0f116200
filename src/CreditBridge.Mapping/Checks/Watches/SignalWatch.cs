using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Signals: which types there are.</summary>
internal sealed class SignalWatch : RecordWatch<SignalRecord>
{
    private const int MostTypes = 200;
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private long _critical;

    public override void See(SignalRecord record, SourceRow row)
    {
        if (_types.TryGetValue(record.Type, out var count) || _types.Count < MostTypes)
            _types[record.Type] = count + 1;
        _critical += record.Severity == SignalSeverity.Critical ? 1 : 0;
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        var types = _types.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Take(10).Select(t => $"{t.Key} {Figures.Of(t.Value)}");
        yield return CheckFinding.Ok("signals.type", $"{string.Join(", ", types)}. Critical: {Figures.Of(_critical)}.");
    }
}
