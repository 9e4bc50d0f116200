using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>One drop folder with its mapping. Kinds that the mapping does not declare give nothing.</summary>
internal sealed class FileDropConnection(ConnectionContext context, DropFiles drop) : IConnection
{
    public string Name => context.Name;

    public IReadOnlyList<ISource> Sources { get; } = [.. MappedKinds.All.Select(k => k.Accept(new SourceMaker(drop)))];

    public IFieldSink? Sink => null;

    public ConnectionUsage Usage { get; } = new(0);

    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => new FileDropCheck(drop, context).RunAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class SourceMaker(DropFiles drop) : IKindVisitor<ISource>
    {
        public ISource Visit<T>(MappedKind<T> kind)
            where T : SourceRecord => new FileSource<T>(kind, drop);
    }
}
