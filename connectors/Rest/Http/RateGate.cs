namespace CreditBridge.Connectors.Rest.Http;

/// <summary><c>rate:</c> how much is asked of an API at once and per minute, so that it need not refuse.</summary>
/// <param name="PerMinute"><c>per_minute:</c> requests in any minute; null: as many as come.</param>
/// <param name="Parallel"><c>parallel:</c> requests at the same time; default 1.</param>
public sealed record ApiRate(int? PerMinute, int Parallel)
{
    /// <summary>Reads the block <c>rate:</c>.</summary>
    public static ApiRate Read(MappingSection? rate)
    {
        if (rate is null)
            return new ApiRate(null, 1);
        var perMinute = WholeNumber.Read(rate, "per_minute", 1, 100_000);
        var parallel = WholeNumber.Read(rate, "parallel", 1, 20) ?? 1;
        rate.Close();
        return new ApiRate(perMinute, parallel);
    }
}

/// <summary>Lets requests through at a rate.</summary>
internal sealed class RateGate(ApiRate rate, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _slots = new(rate.Parallel);
    private readonly Queue<long> _started = new();
    private readonly Lock _gate = new();

    /// <summary>Waits for a slot; dispose what it gives when the answer is there.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            while (Wait() is { } pause)
                await Task.Delay(pause, clock, cancellationToken);
            return new Slot(_slots);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    public void Dispose() => _slots.Dispose();

    private TimeSpan? Wait()
    {
        if (rate.PerMinute is not { } most)
            return null;
        lock (_gate)
        {
            while (_started.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= Minute)
                _started.Dequeue();
            if (_started.Count >= most)
                return Minute - clock.GetElapsedTime(_started.Peek()) + TimeSpan.FromMilliseconds(1);
            _started.Enqueue(clock.GetTimestamp());
            return null;
        }
    }

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
