namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Moves the marks of a <see cref="Watermark"/> forward while one poll of one object is read page by page.</summary>
/// <param name="start">Where the poll began; null for a full read.</param>
/// <param name="deferred">Whether the poll skips what is unsettled.</param>
/// <param name="settles">Everything stamped until then is settled once this poll has passed it: the org's time at its beginning less the overlap.</param>
/// <param name="shape">Identity of what is read.</param>
internal sealed class ReadProgress(Watermark? start, bool deferred, DateTimeOffset settles, string shape)
{
    private (DateTimeOffset Stamp, string Id)? _last = start is null ? null : (start.Stamp, start.Id);
    private long _unsettled = deferred ? start!.Unsettled : 0;
    private bool _consumed;

    /// <summary>Takes note of a record, in reading order.</summary>
    public void Consume(DateTimeOffset stamp, string id)
    {
        _last = (stamp, id);
        _consumed = true;
        if (deferred || stamp > settles)
            _unsettled++;
    }

    /// <summary>
    /// Where to go on if the process stops after the page just read: behind its last record, even where that lies before the start, because the window is being
    /// read again. Before the first record nothing has moved. Null when nothing was ever read.
    /// </summary>
    public Watermark? InTheMiddle() => _consumed ? Mark() : start;

    /// <summary>Where the next poll goes on after the last page of this one; null when nothing was ever read.</summary>
    public Watermark? AtTheEnd() => Mark();

    private Watermark? Mark()
    {
        if (_last is not { } last)
            return null;
        var settled = deferred ? start!.Settled : Later(start?.Settled, settles);
        return new Watermark(last.Stamp, last.Id, settled, last.Stamp <= settled ? 0 : _unsettled, shape);
    }

    private static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;
}
