using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Runs;

/// <summary>A write that takes minutes and runs beside other work. Its entries stay leased until it is settled.</summary>
internal sealed class SlowWrite : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts it.</summary>
    public SlowWrite(IFieldSink sink, IReadOnlyList<OutboxEntry> leased, IReadOnlyList<FieldWrite> batch)
    {
        Sink = sink;
        Leased = leased;
        Ending = Task.Run(() => sink.WriteAsync(batch, _stop.Token), CancellationToken.None);
    }

    /// <summary>Where it writes to.</summary>
    public IFieldSink Sink { get; }

    /// <summary>What it writes.</summary>
    public IReadOnlyList<OutboxEntry> Leased { get; }

    /// <summary>The outcomes, once there are.</summary>
    public Task<IReadOnlyList<WriteOutcome>> Ending { get; }

    /// <summary>Whether it was asked to end early.</summary>
    public bool WasStopped => _stop.IsCancellationRequested;

    /// <summary>Asks it to end early; what it had not written by then fails in passing.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    /// <summary>The outcomes; a write that was stopped before it began has none.</summary>
    /// <exception cref="ConnectorException">Nothing was written and nothing can be.</exception>
    public async Task<IReadOnlyList<WriteOutcome>> OutcomesAsync()
    {
        try
        {
            return await Ending;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, "CreditBridge was stopped before the record was sent.", "Nothing to do; it is written after the next start."));
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }
}
