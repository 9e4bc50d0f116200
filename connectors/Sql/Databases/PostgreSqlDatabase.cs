using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Reading;
using Npgsql;
using NpgsqlTypes;

namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>
/// PostgreSQL. A session reads in one transaction, REPEATABLE READ and READ ONLY: all rows are of one moment, and whatever a query calls, nothing is written. Rows come
/// through a server-side cursor in batches, so that neither side holds more than one, and a slow reader does not run into the time limit of a statement.
/// </summary>
internal sealed class PostgreSqlDatabase(SqlOptions options) : Database(options)
{
    public override string Name => "PostgreSQL";

    public override int CommandTimeout => 0;

    public override bool ComparesRows => true;

    public override string BeforeRows => $"DECLARE {Cursor} NO SCROLL CURSOR FOR ";

    public override string Marker(int number) => $"${number.ToString(CultureInfo.InvariantCulture)}";

    // As a text whose type the server finds from what it is compared with, like a literal: so every type of column can be a key.
    public override DbParameter Bind(DbCommand command, int number, KeyValue? value) =>
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = value is { } given ? given.Type == KeyType.Bytes ? $"\\x{given.Text}" : given.Text : DBNull.Value };

    public override async Task<RowStream> RowsAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await command.ExecuteNonQueryAsync(cancellationToken);
        var fetch = command.Connection!.CreateCommand();
        (fetch.Transaction, fetch.CommandText, fetch.CommandTimeout) = (command.Transaction, $"FETCH {RowBatches.Size} FROM {Cursor}", 0);
        await command.DisposeAsync();
        return new RowBatches(fetch, await fetch.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken), $"CLOSE {Cursor}");
    }

    public override async Task<(bool Refuses, string How)> RefusesWritingAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (await AskAsync(connection, transaction, "SHOW transaction_read_only", cancellationToken) is not "on")
            return (false, "The transaction is not read-only.");
        return await AskAsync(connection, transaction, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", cancellationToken) is true
            ? (false, "The transaction is read-only, but the login is a superuser, whom functions obey that reach beyond the transaction.")
            : (true, "The database refuses whatever would write: the transaction is read-only.");
    }

    protected override DbConnection CreateConnection()
    {
        // Not pooled: between two reads nothing stays open in the other system.
        var text = new NpgsqlConnectionStringBuilder(Options.ConnectionString) { Pooling = false, CommandTimeout = 0, Enlist = false };
        text.ApplicationName ??= "CreditBridge";
        if (!text.ContainsKey("Read Buffer Size"))
            text.ReadBufferSize = ReadBuffer;
        return new NpgsqlConnection(text.ConnectionString);
    }

    protected override async Task<DbTransaction?> BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        // All of it for the transaction only: a pooler between us and the server hands the session to others afterwards.
        await RunAsync(connection, transaction,
            $"SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '{Options.StatementTimeoutSeconds}s'; SET LOCAL lock_timeout = '{Math.Min(Options.StatementTimeoutSeconds, 30)}s'; SET LOCAL TimeZone = 'UTC'; SET LOCAL cursor_tuple_fraction = 1",
            cancellationToken);
        return transaction;
    }

    protected override Failure FailureOf(Exception exception, Statement? statement) => exception switch
    {
        PostgresException e => FailureOf(e, statement),
        ArgumentException or FormatException => new Failure(FailureKind.Configuration, "The connection string cannot be read.", "Write it as 'Host=…;Database=…;Username=…;Password=…' in the option ConnectionString."),
        NpgsqlException { InnerException: null } when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => new Failure(FailureKind.Authentication, "The database asks for a password, and none was given.", "Add Password to the option ConnectionString."),
        NpgsqlException { InnerException: SocketException e } => new Failure(FailureKind.Transient, $"The database server cannot be reached: {e.Message}", "Check Host and Port in the option ConnectionString, and whether the server runs and lets this machine in.") { Code = e.SocketErrorCode.ToString() },
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => new Failure(FailureKind.Transient, "The database server did not answer in time.", "It is tried again in the next cycle."),
        NpgsqlException or IOException or SocketException when statement is not null => new Failure(FailureKind.Transient, $"The connection to the database was lost: {exception.Message}", "The next cycle goes on where the last stored page ended."),
        _ => new Failure(FailureKind.Transient, $"The database cannot be used: {exception.Message}", "Check the option ConnectionString; it is tried again in the next cycle."),
    };

    private const string Cursor = "creditbridge_rows";

    // Eight times the driver's own: rows are many and short, and each time that the buffer is empty the reader has to wait.
    private const int ReadBuffer = 64 * 1024;

    private Failure FailureOf(PostgresException e, Statement? statement)
    {
        var text = e.MessageText.TrimEnd('.') + ".";
        var place = statement?.PlaceOf(e.Position);
        return (e.SqlState switch
        {
            "28P01" or "28000" => new Failure(FailureKind.Authentication, "The database does not accept the login.", "Check Username and Password in the option ConnectionString, and that pg_hba.conf lets the user in from this machine."),
            "3D000" => new Failure(FailureKind.Configuration, $"There is no such database: {text}", "Correct Database in the option ConnectionString."),
            "42501" => new Failure(FailureKind.Configuration, $"The login may not read that: {text}", "Let the database's administrator GRANT SELECT on it to the login, or read something else in the query."),
            "25006" => new Failure(FailureKind.Configuration, $"The query would write: {text}", "Take out of the query what writes; everything runs in a read-only transaction."),
            "57014" => new Failure(FailureKind.Transient, $"The database took longer than {Options.StatementTimeoutSeconds} seconds, and the query was ended.", "Give the columns of 'changed:' and 'key:' an index in the other system, or set StatementTimeoutSeconds higher."),
            "55P03" => new Failure(FailureKind.Transient, $"A table is locked: {text}", "It is tried again in the next cycle."),
            "40001" or "40P01" => new Failure(FailureKind.Transient, $"The database ended the read for the sake of others: {text}", "It is tried again in the next cycle."),
            "42P08" or "42P18" => new Failure(FailureKind.Configuration, $"The type of a parameter cannot be found: {text}", "Compare the parameter with a column before asking whether it is null, or cast it, such as @after_id::bigint."),
            "42601" => new Failure(FailureKind.Configuration, $"The query is not right: {text}", "Correct 'query:' in the mapping."),
            "42P01" or "42703" or "42883" or "3F000" => new Failure(FailureKind.Configuration, $"The query names something that is not there: {text}{(e.Hint is null ? "" : " " + e.Hint)}", "Correct 'query:' in the mapping, or let the login see it."),
            ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] or ['0', '8', ..] => new Failure(FailureKind.Transient, $"The database server cannot serve at the moment: {text}", "It is tried again in the next cycle."),
            ['2', '2', ..] => new Failure(FailureKind.Configuration, $"The query fails on a row: {text}", "Let the query handle such values (NULLIF, CASE), or give the column as it is and let the mapping read it."),
            ['X', 'X', ..] => new Failure(FailureKind.Fatal, $"The database reports a fault of its own: {text}", "Ask its administrator."),
            _ => new Failure(FailureKind.Configuration, $"The database refuses: {text}", "Correct 'query:' in the mapping, or the rights of the login."),
        }) with { Code = e.SqlState, Where = place };
    }
}
