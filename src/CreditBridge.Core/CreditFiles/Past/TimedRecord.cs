using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>A record in all versions in which it was known, the earliest first.</summary>
internal sealed class TimedRecord(string connection, RecordKind kind)
{
    private readonly List<(SourceRecord Record, DateTimeOffset? From, DateTimeOffset? To)> _versions = [];

    public string Connection => connection;

    public RecordKind Kind => kind;

    /// <summary>The version that comes nearest to a time before history was kept.</summary>
    public SourceRecord Earliest => _versions[0].Record;

    /// <summary>The record as it is known today; null when it is gone.</summary>
    public SourceRecord? Latest => _versions[^1] is { To: null, Record: var record } ? record : null;

    public void Add(SourceRecord record, RecordVersion version) => _versions.Add((record, version.KnownFrom, version.KnownTo));

    /// <summary>Puts the versions in their order when all have been added.</summary>
    public void Close()
    {
        if (_versions.Count > 1)
            _versions.Sort((a, b) => Nullable.Compare(a.From, b.From));
    }

    /// <summary>The record as it was last known, before a moment, of a customer that was lost at that moment; null when it was of none.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="losses">When customers were missing.</param>
    public SourceRecord? KeptAt(DateTimeOffset moment, IReadOnlyList<CustomerLoss> losses)
    {
        for (var i = _versions.Count - 1; i >= 0; i--)
        {
            var (record, _, to) = _versions[i];
            if (to is { } end && end <= moment && record.Subject is { Kind: SubjectKind.Customer, Key: var customer }
                && losses.Any(l => l.CustomerKey == customer && l.Covers(moment) && l.SeenAt <= end))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>The record as it was known at a moment; null when it was not.</summary>
    public SourceRecord? At(DateTimeOffset moment)
    {
        for (var i = _versions.Count - 1; i >= 0; i--)
        {
            var (record, from, to) = _versions[i];
            if (!(from > moment))
                return to <= moment ? null : record;
        }

        return null;
    }
}
