using System.Data;
using System.Data.Common;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Reading;

namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>One sort of database: how a session is opened that cannot write, and where its SQL differs.</summary>
/// <param name="options">The options of the connection.</param>
internal abstract class Database(SqlOptions options)
{
    private readonly SecretText _secrets = new(options.ConnectionString);

    protected SqlOptions Options => options;

    /// <summary>Name for people.</summary>
    public abstract string Name { get; }

    /// <summary>Time limit that the driver keeps for a statement, in seconds; 0 where the server keeps it.</summary>
    public virtual int CommandTimeout => options.StatementTimeoutSeconds;

    /// <summary>Whether <c>(a, b) > (1, 2)</c> is understood.</summary>
    public abstract bool ComparesRows { get; }

    /// <summary>Whether a parameter is found by its place in the statement, so that each place needs one of its own.</summary>
    public virtual bool CountsPlaces => false;

    /// <summary>What stands before a query when its rows are asked for; usually nothing.</summary>
    public virtual string BeforeRows => "";

    /// <summary>Opens a session that reads.</summary>
    public async Task<ReadSession> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection? connection = null;
        try
        {
            connection = CreateConnection();
            await connection.OpenAsync(cancellationToken);
            foreach (var statement in options.SessionStatements)
                await RunAsync(connection, null, statement, cancellationToken);
            await PrepareAsync(connection, cancellationToken);
            return new ReadSession(this, connection, await BeginAsync(connection, cancellationToken));
        }
        catch (Exception e) when (IsExpected(e, cancellationToken) || e is ArgumentException or FormatException)
        {
            await DisposeAsync(connection);
            throw ToFailure(e, null);
        }
        catch
        {
            await DisposeAsync(connection);
            throw;
        }
    }

    /// <summary>A name in the way that the database quotes it.</summary>
    public virtual string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>How a parameter is written in a statement.</summary>
    /// <param name="number">Its number, from 1.</param>
    public abstract string Marker(int number);

    /// <summary>A parameter with its value.</summary>
    public abstract DbParameter Bind(DbCommand command, int number, KeyValue? value);

    /// <summary>The rows of a statement.</summary>
    public virtual async Task<RowStream> RowsAsync(DbCommand command, CancellationToken cancellationToken) =>
        new(command, await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken));

    /// <summary>Ends what the session is doing when it takes too long or is cancelled, for drivers that cannot by themselves; disposed when it is done.</summary>
    public virtual IDisposable? Watch(DbConnection connection, CancellationToken cancellationToken) => null;

    /// <summary>Whether the database itself refuses to write in a session, and how that is known.</summary>
    public abstract Task<(bool Refuses, string How)> RefusesWritingAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>A failure for an exception that the driver threw.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="statement">What was run; null when the session was opened.</param>
    public ConnectorException ToFailure(Exception exception, Statement? statement)
    {
        var failure = exception is ConnectorException known ? known.Failure : FailureOf(exception, statement);
        // Without the driver's exception: what it says may hold what must not be shown.
        return new ConnectorException(failure with { Message = _secrets.Hide(failure.Message), Where = failure.Where ?? statement?.PlaceOf(0) });
    }

    /// <summary>Whether an exception is one that a database or its driver may throw at any time.</summary>
    public virtual bool IsExpected(Exception exception, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested
        && exception is DbException or InvalidOperationException or IOException or TimeoutException or System.Net.Sockets.SocketException or NotSupportedException or OperationCanceledException;

    protected abstract DbConnection CreateConnection();

    /// <summary>Makes the session read-only where that is done outside of a transaction.</summary>
    protected virtual Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins the transaction in which everything is read.</summary>
    protected abstract Task<DbTransaction?> BeginAsync(DbConnection connection, CancellationToken cancellationToken);

    protected abstract Failure FailureOf(Exception exception, Statement? statement);

    /// <summary>A driver's words as a sentence: one line with one full stop.</summary>
    protected static string Sentence(string said) => said.ReplaceLineEndings(" ").TrimEnd(' ', '.') + ".";

    protected static async Task RunAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected static async Task<object?> AskAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task DisposeAsync(DbConnection? connection)
    {
        if (connection is not null)
            await connection.DisposeAsync();
    }
}
