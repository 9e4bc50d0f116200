using CreditBridge.UnitTests.Resilience;
using CreditBridge.Worker.Jobs;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Jobs;

public sealed class CycleAcceleratorTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly JumpingClock _clock = new(TimeSpan.FromMinutes(1));
    private readonly CycleAccelerator _accelerator;
    private readonly SemaphoreSlim _triggered = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = null!;
    private int _cycles;

    public CycleAcceleratorTests() => _accelerator = new CycleAccelerator(TimeSpan.FromSeconds(2), _clock);

    public Task InitializeAsync()
    {
        _running = _accelerator.RunAsync(
            _ =>
            {
                Interlocked.Increment(ref _cycles);
                _triggered.Release();
                return Task.CompletedTask;
            },
            _stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _running);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _triggered.Dispose();
    }

    [Fact]
    public async Task ASignal_LeadsToACycleAtOnce()
    {
        _accelerator.Signal();

        await TriggeredAsync();
        _clock.Jumps.ShouldBeEmpty();
    }

    [Fact]
    public async Task SignalsWhileACycleWaits_AreItsBusiness()
    {
        _accelerator.Signal();
        await TriggeredAsync();
        for (var i = 0; i < 100; i++)
            _accelerator.Signal();
        _accelerator.CycleStarts();

        // Only what comes after the start leads to another.
        _accelerator.Signal();
        await TriggeredAsync();
        _cycles.ShouldBe(2);
    }

    [Fact]
    public async Task SignalsWhileACycleRuns_LeadToExactlyOneMore_NotBeforeItsTime()
    {
        _accelerator.Signal();
        await TriggeredAsync();
        _accelerator.CycleStarts();
        for (var i = 0; i < 100; i++)
            _accelerator.Signal();

        await TriggeredAsync();
        _clock.Jumps.ShouldBe([TimeSpan.FromSeconds(2)]);
        _cycles.ShouldBe(2);
    }

    [Fact]
    public async Task ACycleOnSchedule_SeesWhatWasSignalledBefore()
    {
        _accelerator.CycleStarts();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _accelerator.Signal();
        await TriggeredAsync();
        _accelerator.CycleStarts();

        _clock.Advance(TimeSpan.FromMinutes(1));
        _accelerator.Signal();
        await TriggeredAsync();
        _cycles.ShouldBe(2);
    }

    private async Task TriggeredAsync() => (await _triggered.WaitAsync(Patience)).ShouldBeTrue();
}
