using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.OData.Batching;
using CreditBridge.Connectors.OData.Reading;
using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.OData;

/// <summary>One configured service with its mapping. Kinds that the mapping does not declare give nothing.</summary>
internal sealed class ODataConnection : IConnection
{
    private readonly ConnectionContext _context;
    private readonly ApiClients _clients;
    private readonly ODataExchange _exchange;
    private readonly ODataRows _rows;
    private readonly string _mapping;
    private readonly IReadOnlyList<(ISource Source, Func<Checkpoint?, CancellationToken, Task<RowQuery<ODataRead>?>> First)> _sources;

    public ODataConnection(ConnectionContext context, ODataOptions options)
    {
        _context = context;
        _mapping = Path.GetFullPath(options.Mapping, context.BaseDirectory);
        _clients = new ApiClients(context, () => options.Endpoint(options.MaxAnswerMegabytes));
        _exchange = new ODataExchange(_clients.Of);
        _rows = new ODataRows(_exchange);
        _sources = [.. MappedKinds.All.Select(k => k.Accept(new SourceMaker(this, options.PageSize)))];
        Sources = [.. _sources.Select(s => s.Source)];
    }

    public string Name => _context.Name;

    public IReadOnlyList<ISource> Sources { get; }

    public IFieldSink? Sink => null;

    public ConnectionUsage Usage => new(_clients.Meter.Calls);

    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => new ODataCheck(_mapping, _exchange, _rows, _context).RunAsync(cancellationToken);

    /// <summary>Asks for the changes of all kinds in one batch, when the mapping says so. What goes wrong here is found again, and told, when the kind itself is read.</summary>
    public async Task BeginCycleAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken)
    {
        _exchange.Batched.Clear();
        try
        {
            if ((await LoadAsync(cancellationToken)).Kinds.All(k => k.Read.Service.Batch == BatchForm.None))
                return;
            var queries = new List<RowQuery<ODataRead>>();
            foreach (var (source, first) in _sources)
            {
                // A first read is long, and would make the batch so: only kinds that have been read to their end before go along.
                if (checkpoints.TryGetValue(source.Kind, out var from) && from is not null && await first(from, cancellationToken) is { OnlyChanges: true, Position: not null } query)
                    queries.Add(query);
            }

            await new Batch(_exchange, _rows).AskAsync(queries, cancellationToken);
        }
        catch (ConnectorException)
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        _clients.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<MappingFile<ODataRead>> LoadAsync(CancellationToken cancellationToken) => MappingFile<ODataRead>.LoadAsync(new ODataDialect(), _mapping, cancellationToken);

    private sealed class SourceMaker(ODataConnection connection, int pageSize) : IKindVisitor<(ISource, Func<Checkpoint?, CancellationToken, Task<RowQuery<ODataRead>?>>)>
    {
        public (ISource, Func<Checkpoint?, CancellationToken, Task<RowQuery<ODataRead>?>>) Visit<T>(MappedKind<T> kind)
            where T : SourceRecord
        {
            var source = new MappedSource<T, ODataRead>(kind, connection.LoadAsync, read => read.Plan, connection._rows, pageSize, connection._context.Clock);
            return (source, source.FirstQueryAsync);
        }
    }
}
