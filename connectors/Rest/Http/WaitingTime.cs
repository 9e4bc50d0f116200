namespace CreditBridge.Connectors.Rest.Http;

/// <summary>The time that an answer may be waited for in all. What is done with its rows between two pieces of it does not count.</summary>
internal sealed class WaitingTime : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _either;
    private TimeSpan _left;
    private long _since;

    public WaitingTime(TimeSpan most, TimeProvider clock, CancellationToken callers)
    {
        (_clock, _left, _since) = (clock, most, clock.GetTimestamp());
        _end = new CancellationTokenSource(most, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(callers, _end.Token);
    }

    /// <summary>Ends when the time is over, or the caller gives up.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Nobody waits for now.</summary>
    public void Pause()
    {
        _end.CancelAfter(Timeout.InfiniteTimeSpan);
        _left -= _clock.GetElapsedTime(_since);
    }

    /// <summary>The waiting goes on.</summary>
    public void Resume()
    {
        _since = _clock.GetTimestamp();
        _end.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    public void Dispose()
    {
        _either.Dispose();
        _end.Dispose();
    }
}
