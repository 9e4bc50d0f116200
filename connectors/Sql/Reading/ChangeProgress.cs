using CreditBridge.Connectors.Sql.Queries;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>
/// Of changes. A read that came to its end is followed by one that begins an overlap earlier, because a transaction may show its rows only later, with the stamp of its
/// beginning. Once the last change is older than the overlap, nothing can come late any more, and what is known is not asked for again.
/// </summary>
internal sealed class ChangeProgress : ReadProgress
{
    // Stamps may be rounded down to the minute.
    private static readonly TimeSpan Rounding = TimeSpan.FromMinutes(1);

    private readonly Overlap _overlap;
    private readonly SqlPosition? _start;
    private readonly DateTimeOffset _now;
    private KeyValue? _last;
    private KeyValue? _low;

    public ChangeProgress(Overlap overlap, string? position, DateTimeOffset now)
    {
        (_overlap, _now, _start) = (overlap, now, SqlPosition.Parse(position));
        if (!KeyValue.TryDecode(_start?.Changed, out var changed))
        {
            _start = null;
        }
        else if (_start!.IsAtEnd)
        {
            _last = changed;
            From = _start.IsSettled ? new ChangeBound(changed, false) : new ChangeBound(ChangePoint.Earlier(changed, overlap), true);
        }
        else if (Decode(_start.Key) is { } key)
        {
            After = new RowKey(key, changed);
            _low = KeyValue.TryDecode(_start.Low, out var low) ? low : changed;
            _last = changed;
        }
    }

    public override string Pass(RowKey last)
    {
        ChangePoint.MustFit(last.Changed!.Value, _overlap);
        After = last;
        // A stamp of the future says nothing of what comes until then.
        if (!ChangePoint.IsFuture(last.Changed.Value, _now, _overlap))
            _last = last.Changed;
        return new SqlPosition { Key = [.. last.Key.Select(k => k.Encode())], Changed = last.Changed.Value.Encode(), Low = _low?.Encode() }.ToString();
    }

    public override string? Ended()
    {
        if ((_low ?? _last)?.Encode() is not { } changed)
            return new SqlPosition { IsAtEnd = true }.ToString();
        var isSame = _start is { IsAtEnd: true } && _start.Changed == changed;
        var reached = isSame ? _start!.Reached ?? _now : _now;
        var wait = _overlap.Time is { } time && time > TimeSpan.Zero ? time + ChangePoint.StepOf(_low ?? _last!.Value, Rounding) : (TimeSpan?)null;
        var settled = isSame && (_start!.IsSettled || (wait is { } pause && _now >= reached + pause));
        return new SqlPosition { Changed = changed, IsAtEnd = true, IsSettled = settled, Reached = settled ? null : reached }.ToString();
    }
}
