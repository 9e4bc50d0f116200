using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Rest.Ordering;
using CreditBridge.Connectors.Rest.Reading;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Rest;

/// <summary>One configured API with its mapping. Kinds that the mapping does not declare give nothing.</summary>
internal sealed class RestConnection : IConnection
{
    private readonly ConnectionContext _context;
    private readonly ApiClients _clients;
    private readonly RestRows _rows;
    private readonly string _mapping;

    public RestConnection(ConnectionContext context, RestOptions options)
    {
        _context = context;
        _mapping = Path.GetFullPath(options.Mapping, context.BaseDirectory);
        _clients = new ApiClients(context, () => options.Endpoint(options.MaxAnswerMegabytes));
        _rows = new RestRows(_clients.Of, context.Clock);
        Reports = new RestReports(LoadAsync, _clients, options.OrderReports);
        Sources = [.. MappedKinds.All.Select(k => k.Accept(new SourceMaker(this, options.PageSize)))];
    }

    public string Name => _context.Name;

    public IReadOnlyList<ISource> Sources { get; }

    public IFieldSink? Sink => null;

    public IReportProvider? Reports { get; }

    public ConnectionUsage Usage => new(_clients.Meter.Calls);

    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => new RestCheck(_mapping, _clients, _rows, _context).RunAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _clients.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<MappingFile<RestRead>> LoadAsync(CancellationToken cancellationToken) => MappingFile<RestRead>.LoadAsync(new RestDialect(), _mapping, cancellationToken);

    // What is ordered piece by piece is never listed.
    private async Task<MappingFile<RestRead>> LoadListedAsync(CancellationToken cancellationToken)
    {
        var mapping = await LoadAsync(cancellationToken);
        return mapping with { Kinds = [.. mapping.Kinds.Where(k => k.Read.Order is null)] };
    }

    private sealed class SourceMaker(RestConnection connection, int pageSize) : IKindVisitor<ISource>
    {
        public ISource Visit<T>(MappedKind<T> kind)
            where T : SourceRecord => new MappedSource<T, RestRead>(
                kind, connection.LoadListedAsync, read => read.Plan, connection._rows, pageSize, connection._context.Clock);
    }
}
