namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Moves the marks of a <see cref="Watermark"/> forward while one poll of one object is read page by page.</summary>
/// <param name="start">Where the poll began; null for a full read.</param>
/// <param name="deferred">Whether the poll skips what is unsettled.</param>
/// <param name="settles">Everything stamped until then is settled once this poll has passed it: the org's time at its beginning less the overlap.</param>
/// <param name="shape">Identity of what is read.</param>
internal sealed class ReadProgress(Watermark? start, bool deferred, DateTimeOffset settles, string shape)
{
    private (DateTimeOffset Stamp, string Id)? _last = start is null ? null : (start.Stamp, start.Id);
    private (DateTimeOffset Stamp, string Id)? _lastOfPoll;
    private long _unsettled = deferred ? start!.Unsettled : 0;

    /// <summary>Takes note of a record, in reading order.</summary>
    public void Consume(DateTimeOffset stamp, string id)
    {
        _lastOfPoll = (stamp, id);
        if (_last is null || stamp >= _last.Value.Stamp)
            _last = (stamp, id);
        if (deferred || stamp > settles)
            _unsettled++;
    }

    /// <summary>Where to go on if the process stops after the page just read; null when nothing was ever read.</summary>
    public Watermark? InTheMiddle()
    {
        if (_lastOfPoll is not { } last)
            return start;
        var settled = deferred ? start!.Settled : Later(start?.Settled, last.Stamp < settles ? last.Stamp : settles);
        return new Watermark(last.Stamp, last.Id, settled, _unsettled, shape);
    }

    /// <summary>Where the next poll goes on after the last page of this one; null when nothing was ever read.</summary>
    public Watermark? AtTheEnd()
    {
        if (_last is not { } last)
            return null;
        var settled = deferred ? start!.Settled : Later(start?.Settled, settles);
        return new Watermark(last.Stamp, last.Id, settled, last.Stamp <= settled ? 0 : _unsettled, shape);
    }

    private static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;
}
