namespace CreditBridge.Worker.Jobs;

/// <summary>
/// Turns signals of changes into cycles before their time: at once after a quiet while, never two within <paramref name="spacing"/>, and however many signals come
/// while a cycle runs or waits, they lead to exactly one more.
/// </summary>
/// <param name="spacing">Shortest time between the starts of two cycles, the second of which is an accelerated one.</param>
/// <param name="clock">Measures it.</param>
internal sealed class CycleAccelerator(TimeSpan spacing, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _signalled = NewTask();
    private TaskCompletionSource _started = NewTask();
    private bool _isWanted;
    private long? _startedAt;

    /// <summary>Something changed: a cycle that has not started yet will see it.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            _isWanted = true;
            _signalled.TrySetResult();
        }
    }

    /// <summary>A cycle starts, on schedule or accelerated: it sees all that was signalled before.</summary>
    public void CycleStarts()
    {
        lock (_gate)
        {
            _isWanted = false;
            _startedAt = clock.GetTimestamp();
            // Somebody may be waiting for one that has not come yet.
            if (_signalled.Task.IsCompleted)
                _signalled = NewTask();
            _started.TrySetResult();
            _started = NewTask();
        }
    }

    /// <summary>Asks for cycles as signals come, until it is cancelled.</summary>
    /// <param name="trigger">Asks for one; it may start at once or when another has ended.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task> trigger, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signalled;
            lock (_gate)
                signalled = _signalled.Task;
            await signalled.WaitAsync(cancellationToken);
            if (Wait() is { } wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, cancellationToken);

            Task started;
            lock (_gate)
            {
                // A cycle on schedule may have come first.
                if (!_isWanted)
                    continue;
                started = _started.Task;
            }

            await trigger(cancellationToken);
            // Until it starts, everything signalled is its business.
            await started.WaitAsync(cancellationToken);
        }
    }

    private TimeSpan? Wait()
    {
        lock (_gate)
            return _startedAt is { } at ? spacing - clock.GetElapsedTime(at) : null;
    }

    private static TaskCompletionSource NewTask() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
