using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Moves the marks of a <see cref="Watermark"/> forward while one poll of one object is read page by page.</summary>
/// <param name="start">Where the poll began; null for a full read.</param>
/// <param name="deferred">Whether the poll skips what is unsettled.</param>
/// <param name="askedAt">The org's time when the poll began.</param>
/// <param name="overlap">How long before that a record may be stamped that turns up only later.</param>
/// <param name="shape">Identity of what is read.</param>
internal sealed class ReadProgress(Watermark? start, bool deferred, DateTimeOffset askedAt, TimeSpan overlap, string shape)
{
    private readonly DateTimeOffset _settles = askedAt - overlap;
    private (DateTimeOffset Stamp, string Id)? _last = start is null ? null : (start.Stamp, start.Id);
    private (DateTimeOffset Stamp, string Id)? _furthest;
    private long _unsettled = deferred ? start!.Unsettled : 0;
    private bool _consumed;

    /// <summary>Takes note of a record, in reading order.</summary>
    public void Consume(DateTimeOffset stamp, string id)
    {
        _last = (stamp, id);
        _consumed = true;
        Count(stamp);
    }

    /// <summary>
    /// Takes note of a record that comes in no order, such as from a bulk job: it moves the mark only at the end. One that was changed after the poll began moves nothing,
    /// because others may have been changed before it without being seen; the next poll reads it again together with them.
    /// </summary>
    public void ConsumeUnordered(DateTimeOffset stamp, string id)
    {
        if (stamp <= askedAt && (_furthest is not { } furthest || Compare((stamp, id), furthest) > 0))
            _furthest = (stamp, id);
        Count(stamp);
    }

    /// <summary>
    /// Where to go on if the process stops after the page just read: behind its last record, even where that lies before the start, because the window is being
    /// read again. Before the first record nothing has moved. Null when nothing was ever read.
    /// </summary>
    public Watermark? InTheMiddle() => _consumed ? Mark(_last) : start;

    /// <summary>Where the next poll goes on after the last page of this one; null when nothing was ever read.</summary>
    public Watermark? AtTheEnd() => Mark(_last is { } last && (_furthest is not { } furthest || Compare(furthest, last) < 0) ? last : _furthest);

    private void Count(DateTimeOffset stamp)
    {
        if (deferred || stamp > _settles)
            _unsettled++;
    }

    private Watermark? Mark((DateTimeOffset Stamp, string Id)? position)
    {
        if (position is not { } last)
            return null;
        var settled = deferred ? start!.Settled : Later(start?.Settled, _settles);
        return new Watermark(last.Stamp, last.Id, settled, last.Stamp <= settled ? 0 : _unsettled, shape);
    }

    private static int Compare((DateTimeOffset Stamp, string Id) a, (DateTimeOffset Stamp, string Id) b) =>
        a.Stamp != b.Stamp ? a.Stamp.CompareTo(b.Stamp) : string.CompareOrdinal(RecordId.Core(a.Id), RecordId.Core(b.Id));

    private static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;
}
