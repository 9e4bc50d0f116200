using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>How far back the history of each source reaches. What came before is not known; at best the records' own dates tell something about it.</summary>
public sealed class HistoryReach(IReadOnlyList<HistoryStart> starts)
{
    private readonly Dictionary<(string Connection, RecordKind Kind), DateTimeOffset> _starts = starts.ToDictionary(s => (s.Connection, s.Kind), s => s.Since);

    /// <summary>Whether everything that the source said at a moment is on record.</summary>
    public bool IsKnown(string connection, RecordKind kind, DateTimeOffset moment) => _starts.TryGetValue((connection, kind), out var since) && since <= moment;

    /// <summary>Whether it is known which customers the ERPs had: of all sources of customers, and there is one.</summary>
    public bool AreCustomersKnown(DateTimeOffset moment)
    {
        var any = false;
        foreach (var ((_, kind), since) in _starts)
        {
            if (kind == RecordKind.ErpCustomer && since > moment)
                return false;
            any |= kind == RecordKind.ErpCustomer;
        }

        return any;
    }

    /// <summary>Whether that is so of all sources of open and paid items, whose silence says as much as their records.</summary>
    public bool IsDebtKnown(DateTimeOffset moment)
    {
        foreach (var ((_, kind), since) in _starts)
        {
            if (since > moment && kind is (RecordKind.Receivable or RecordKind.Payment))
                return false;
        }

        return true;
    }
}
