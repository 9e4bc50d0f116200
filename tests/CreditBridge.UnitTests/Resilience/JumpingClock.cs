namespace CreditBridge.UnitTests.Resilience;

/// <summary>A clock in which some waits are over at once, moving the time on; the others never end. The waits are recorded.</summary>
internal sealed class JumpingClock(Func<TimeSpan, bool> jumps) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Jumps over short waits.</summary>
    public JumpingClock(TimeSpan jumpUpTo)
        : this(by => by <= jumpUpTo)
    {
    }

    public List<TimeSpan> Jumps { get; } = [];

    /// <summary>The waits that it did not jump over.</summary>
    public List<TimeSpan> Endless { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Jump(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            return false;
        lock (_gate)
        {
            if (!jumps(by))
            {
                Endless.Add(by);
                return false;
            }

            _now += by;
            Jumps.Add(by);
        }

        return true;
    }

    private sealed class Timer(JumpingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (clock.Jump(dueTime))
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
