using System.Data.Common;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace CreditBridge.Storage.Dialects;

/// <summary>SQLite, in write-ahead mode: readers never wait. Writers of this process take turns; for those of other processes SQLite itself waits.</summary>
internal sealed class SqliteDialect : IDialect
{
    private const int BusySeconds = 60;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public SqliteDialect(string path)
    {
        _path = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = BusySeconds }.ConnectionString;
    }

    public string Name => "sqlite";

    public string Description => $"SQLite database '{_path}'";

    public string? MigrationLock => null;

    public string HasMigrations => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'";

    public string ForUpdate => "";

    public string ForUpdateSkippingLocked => "";

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            // FULL: what was committed survives a power failure, so that a file may be moved away once it is stored.
            command.CommandText = $"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = 8000;";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public DbContextOptions<BridgeDbContext> ContextOptions(DbConnection connection) =>
        new DbContextOptionsBuilder<BridgeDbContext>().UseSqlite(connection, o => o.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options;

    public async Task<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A transaction that writes is alone from its beginning.
    public Task LockSourceAsync(Session session, string connection, short kind, bool changesClaims, CancellationToken cancellationToken) => Task.CompletedTask;

    public string In(string column, string parameter) => $"{column} IN (SELECT value FROM json_each(@{parameter}))";

    public string RecordsWithKeys => "records r WHERE r.connection = @connection AND r.kind = @kind AND r.key IN (SELECT value FROM json_each(@keys))";

    // Its plans do not depend on sizes that it would have to learn.
    public Task LearnSizeAsync(Session session, string table, CancellationToken cancellationToken) => Task.CompletedTask;

    public DbParameter Parameter(string name, object? value) => new SqliteParameter("@" + name, value switch
    {
        null => DBNull.Value,
        string text => StoredText.Clean(text),
        DateTimeOffset instant => Instants.ToText(instant),
        IEnumerable<string> list => JsonSerializer.Serialize(list.Select(StoredText.Clean)),
        IEnumerable<short> list => JsonSerializer.Serialize(list),
        _ => value,
    });

    /// <summary>One prepared statement, bound by position for each row: the driver's own commands look every parameter up by name, which costs more than the insert.</summary>
    public Task InsertAsync<T>(Session session, TableShape<T> table, IReadOnlyList<T> rows, OnConflict onConflict, CancellationToken cancellationToken)
        where T : class
    {
        var database = ((SqliteConnection)session.Context.Database.GetDbConnection()).Handle!;
        var sql = $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))}){table.ConflictClause(onConflict)}";
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        using (statement)
        {
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < table.Columns.Count; i++)
                    Bind(statement, i + 1, table.Columns[i].Read(row));
                if (raw.sqlite3_step(statement) is var result and not raw.SQLITE_DONE)
                    SqliteException.ThrowExceptionForRC(result, database);
                raw.sqlite3_reset(statement);
            }
        }

        return Task.CompletedTask;
    }

    private static int Bind(sqlite3_stmt statement, int position, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, position),
        string text => raw.sqlite3_bind_text(statement, position, text),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, position, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, position, bytes),
        bool flag => raw.sqlite3_bind_int64(statement, position, flag ? 1 : 0),
        _ => raw.sqlite3_bind_int64(statement, position, Convert.ToInt64(value, null)),
    };

    public bool IsConflict(DbException exception) => exception is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED };

    public bool IsDuplicate(DbException exception) => exception is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT };

    public Failure? Explain(DbException exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_CANTOPEN => new(
            FailureKind.Configuration, $"{Description} cannot be opened.", "Check that its folder exists and that this user may write there (Storage:SqlitePath)."),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new(
            FailureKind.Configuration, $"{Description} may only be read.", "Let this user write the file and its folder (Storage:SqlitePath)."),
        raw.SQLITE_NOTADB => new(
            FailureKind.Configuration, $"{Description} is not a SQLite database.", "Name another file in Storage:SqlitePath, or move this one away."),
        raw.SQLITE_CORRUPT => new(
            FailureKind.Fatal, $"{Description} is damaged.", "Restore it from a backup, or move it away: the sources are then read again from the beginning."),
        raw.SQLITE_FULL => new(FailureKind.Transient, $"{Description} has no space left.", "Free space on the disk."),
        raw.SQLITE_IOERR => new(FailureKind.Transient, $"{Description} could not be read or written: {exception.Message.TrimEnd('.')}.", "Check the disk."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            FailureKind.Transient, $"{Description} is held by another process.", "End the other process, or use PostgreSql when several processes are to work side by side."),
        raw.SQLITE_ERROR when exception.Message.Contains("no such", StringComparison.Ordinal) => new(
            FailureKind.Configuration, $"{Description} does not have the tables of this version: {exception.Message.TrimEnd('.')}.", "Start the service once so that it applies its migrations."),
        _ => null,
    };

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
