using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Connectors.Sql.Reading;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Sql;

/// <summary>One database with its mapping. Kinds that the mapping does not declare give nothing.</summary>
internal sealed class SqlConnection : IConnection
{
    private readonly ConnectionContext _context;
    private readonly string _mappingPath;
    private readonly Database _database;
    private readonly SqlRowReader _reader;

    public SqlConnection(ConnectionContext context, SqlOptions options, Database database)
    {
        (_context, _database, _mappingPath) = (context, database, Path.GetFullPath(options.Mapping, context.BaseDirectory));
        _reader = new SqlRowReader(database, context.Clock);
        Sources = [.. MappedKinds.All.Select(k => k.Accept(new SourceMaker(this, options.PageSize)))];
    }

    public string Name => _context.Name;

    public IReadOnlyList<ISource> Sources { get; }

    public IFieldSink? Sink => null;

    public ConnectionUsage Usage { get; } = new(0);

    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => new SqlCheck(_database, _reader, _mappingPath, _context).RunAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class SourceMaker(SqlConnection connection, int pageSize) : IKindVisitor<ISource>
    {
        public ISource Visit<T>(MappedKind<T> kind)
            where T : SourceRecord => new MappedSource<T, SqlRead>(
                kind, token => MappingFile<SqlRead>.LoadAsync(new SqlDialect(), connection._mappingPath, token), read => read.Plan, connection._reader, pageSize, connection._context.Clock);
    }
}
