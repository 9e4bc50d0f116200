using System.Data;
using System.Data.Common;
using System.Globalization;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Reading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>SQLite. The file is opened for reading only, and the session refuses to write besides (a query could attach another file).</summary>
/// <param name="options">The options of the connection.</param>
/// <param name="baseDirectory">Where relative paths begin.</param>
/// <param name="clock">Measures how long a statement takes.</param>
internal sealed class SqliteDatabase(SqlOptions options, string baseDirectory, TimeProvider clock) : Database(options)
{
    public override string Name => "SQLite";

    public override bool ComparesRows => true;

    public override string Marker(int number) => $"@p{number.ToString(CultureInfo.InvariantCulture)}";

    public override DbParameter Bind(DbCommand command, int number, KeyValue? value) => new SqliteParameter($"@p{number.ToString(CultureInfo.InvariantCulture)}", value?.ToObject() ?? DBNull.Value);

    // The driver works on the caller's thread and knows no cancellation; another thread has to interrupt it.
    public override IDisposable Watch(DbConnection connection, CancellationToken cancellationToken) =>
        new Interruption(((SqliteConnection)connection).Handle!, TimeSpan.FromSeconds(Options.StatementTimeoutSeconds), clock, cancellationToken);

    public override async Task<(bool Refuses, string How)> RefusesWritingAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        await AskAsync(connection, transaction, "PRAGMA query_only", cancellationToken) is 1L
            ? (true, "The file is opened for reading only.")
            : (false, "The session would write.");

    protected override DbConnection CreateConnection()
    {
        var text = new SqliteConnectionStringBuilder(Options.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = Options.StatementTimeoutSeconds };
        if (text.DataSource.Length > 0 && !text.DataSource.StartsWith(':') && !text.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            text.DataSource = Path.GetFullPath(text.DataSource, baseDirectory);
        return new SqliteConnection(text.ConnectionString);
    }

    protected override Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken) => RunAsync(connection, null, "PRAGMA query_only = ON", cancellationToken);

    protected override async Task<DbTransaction?> BeginAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await Task.Run(() => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true), cancellationToken);

    protected override Failure FailureOf(Exception exception, Statement? statement) => exception switch
    {
        SqliteException e => FailureOf(e) with { Code = $"SQLite {e.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture)}" },
        ArgumentException => new Failure(FailureKind.Configuration, "The connection string cannot be read.", "Write it as 'Data Source=erp.db' in the option ConnectionString."),
        _ => new Failure(FailureKind.Transient, $"The database cannot be used: {Sentence(exception.Message)}", "It is tried again in the next cycle."),
    };

    private static Failure FailureOf(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => new Failure(FailureKind.Transient, "The database is locked by another program.", "It is tried again in the next cycle."),
        8 => new Failure(FailureKind.Configuration, "The query would write, or the database cannot be read without writing beside it.", "Take out of the query what writes. A database in WAL mode whose program has ended needs a folder that may be written to, or a copy."),
        9 => new Failure(FailureKind.Transient, "The query took longer than the option StatementTimeoutSeconds allows, and was ended.", "Give the columns of 'changed:' and 'key:' an index, or set StatementTimeoutSeconds higher."),
        10 => new Failure(FailureKind.Transient, $"The file cannot be read: {Sentence(e.Message)}", "It is tried again in the next cycle."),
        11 => new Failure(FailureKind.Fatal, "The database file is damaged.", "Restore it, or let its program repair it."),
        14 => new Failure(FailureKind.Configuration, "The database file cannot be opened.", "Check Data Source in the option ConnectionString (relative to the configuration file), and that the service may read the file."),
        23 => new Failure(FailureKind.Configuration, "The query does what is not allowed.", "Take it out of the query."),
        26 => new Failure(FailureKind.Configuration, "The file is not a SQLite database, or it is encrypted.", "Check Data Source in the option ConnectionString."),
        _ => new Failure(FailureKind.Configuration, $"The query is not right: {Sentence(e.Message)}", "Correct 'query:' in the mapping."),
    };

    private sealed class Interruption : IDisposable
    {
        private readonly CancellationTokenSource _limit;
        private readonly CancellationTokenRegistration _late;
        private readonly CancellationTokenRegistration _cancelled;

        public Interruption(sqlite3 session, TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
        {
            _limit = new CancellationTokenSource(longest, clock);
            _late = _limit.Token.Register(() => raw.sqlite3_interrupt(session));
            _cancelled = cancellationToken.Register(() => raw.sqlite3_interrupt(session));
        }

        public void Dispose()
        {
            _cancelled.Dispose();
            _late.Dispose();
            _limit.Dispose();
        }
    }
}
