using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.TestKit.Simulation;

/// <summary>A connection over simulated sources and, for a CRM, a simulated sink.</summary>
public sealed class SimulatedConnection(string name, IReadOnlyList<ISource> sources, IFieldSink? sink = null) : IConnection
{
    public string Name => name;

    public IReadOnlyList<ISource> Sources => sources;

    public IFieldSink? Sink => sink;

    public ConnectionUsage Usage => new(0);

    public async IAsyncEnumerable<CheckFinding> CheckAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.WaitAsync(cancellationToken);
        yield return CheckFinding.Ok(name, "Simulated.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
