using System.Data.Common;
using System.Net.Sockets;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreditBridge.Storage.Dialects;

/// <summary>PostgreSQL 13 or later.</summary>
internal sealed class PostgresDialect : IDialect
{
    // Arbitrary, but the same in every process: the numbers of our advisory locks.
    private const int ClaimsLock = 0x43424301;
    private const int SourceLock = 0x43424302;
    private const int MigrationLockNumber = 0x43424303;

    // Below it, starting a COPY costs more than it saves.
    private const int FewestToCopy = 50;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnectionStringBuilder _settings;

    public PostgresDialect(string connectionString)
    {
        _settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!_settings.ContainsKey("Application Name") || string.IsNullOrEmpty(_settings.ApplicationName))
            _settings.ApplicationName = "creditbridge";
        // Nothing that we leave on a connection outlives a transaction, so there is nothing to discard; that costs a statement for each page.
        _settings.NoResetOnClose = true;
        _source = new NpgsqlDataSourceBuilder(_settings.ConnectionString).Build();
        Description = $"PostgreSQL database '{_settings.Database ?? _settings.Username}' on {_settings.Host}:{_settings.Port}";
    }

    public string Name => "postgres";

    public string Description { get; }

    public string MigrationLock { get; } = $"SELECT pg_advisory_xact_lock({MigrationLockNumber})";

    public string HasMigrations => "SELECT CASE WHEN to_regclass('migrations') IS NULL THEN 0 ELSE 1 END";

    public string ForUpdate => " FOR UPDATE";

    public string ForUpdateSkippingLocked => " FOR UPDATE SKIP LOCKED";

    /// <summary>Whether the text is a connection string that names a host.</summary>
    public static bool IsReadable(string connectionString)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    public DbContextOptions<BridgeDbContext> ContextOptions(DbConnection connection) =>
        new DbContextOptionsBuilder<BridgeDbContext>().UseNpgsql(connection, o => o.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options;

    public Task<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);

    public Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task LockSourceAsync(Session session, string connection, short kind, bool changesClaims, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"SELECT pg_advisory_xact_lock{(changesClaims ? "" : "_shared")}({ClaimsLock}, 0), pg_advisory_xact_lock({SourceLock}, hashtext(@source))",
        cancellationToken,
        ("source", $"{kind}/{connection}"));

    public string In(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public string RecordsWithKeys =>
        "unnest(@keys) AS wanted(key) CROSS JOIN LATERAL (SELECT * FROM records WHERE connection = @connection AND kind = @kind AND key = wanted.key LIMIT 1) r";

    public Task LearnSizeAsync(Session session, string table, CancellationToken cancellationToken) => session.ExecuteAsync($"ANALYZE {table}", cancellationToken);

    public DbParameter Parameter(string name, object? value) => new NpgsqlParameter
    {
        ParameterName = name,
        Value = value switch
        {
            null => DBNull.Value,
            string text => StoredText.Clean(text),
            DateTimeOffset instant => Instants.Cut(instant),
            IEnumerable<string> list => list.Select(StoredText.Clean).ToArray(),
            _ => value,
        },
    };

    /// <summary>One statement with one array per column, which resolves conflicts without a temporary table; many rows that cannot conflict go by COPY.</summary>
    public async Task InsertAsync<T>(Session session, TableShape<T> table, IReadOnlyList<T> rows, OnConflict onConflict, CancellationToken cancellationToken)
        where T : class
    {
        if (onConflict == OnConflict.Fail && rows.Count >= FewestToCopy && PostgresCopy.Takes(table))
        {
            await new PostgresCopy((NpgsqlConnection)session.Context.Database.GetDbConnection()).WriteAsync(table, rows, cancellationToken);
            return;
        }

        T[] made = [.. rows];
        await using var command = session.CreateCommand();
        command.CommandText =
            $"INSERT INTO {table.Name} ({table.ColumnList}) SELECT * FROM unnest({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))}){table.ConflictClause(onConflict)}";
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            var values = Array.CreateInstance(column.StoredType, made.Length);
            for (var row = 0; row < made.Length; row++)
                values.SetValue(column.Read(made[row]), row);
            command.Parameters.Add(new NpgsqlParameter { ParameterName = $"p{i}", Value = values, DataTypeName = column.StoreType + "[]" });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public bool IsConflict(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    public bool IsDuplicate(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public Failure? Explain(DbException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e => new(
            FailureKind.Authentication,
            $"{Description} refuses the login of user '{_settings.Username}'.",
            "Correct user name and password in Storage:ConnectionString, or the server's pg_hba.conf.") { Code = e.SqlState },
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e => new(
            FailureKind.Configuration,
            $"{Description} does not exist.",
            $"Create it (CREATE DATABASE \"{_settings.Database ?? _settings.Username}\") or correct Storage:ConnectionString.") { Code = e.SqlState },
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e => new(
            FailureKind.Configuration,
            $"User '{_settings.Username}' lacks a right in {Description}: {e.MessageText}.",
            $"Let the user create and use tables in the schema: GRANT USAGE, CREATE ON SCHEMA public TO \"{_settings.Username}\".") { Code = e.SqlState },
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName } e => new(
            FailureKind.Configuration,
            $"{Description} does not have the tables of this version: {e.MessageText}.",
            "Start the service once so that it applies its migrations, and check the search path in Storage:ConnectionString.") { Code = e.SqlState },
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } e => new(
            FailureKind.Transient, $"{Description} has no space left.", "Free space on the server's disk.") { Code = e.SqlState },
        PostgresException e when e.SqlState.StartsWith("53", StringComparison.Ordinal) || e.SqlState.StartsWith("57P", StringComparison.Ordinal) => new(
            FailureKind.Transient, $"{Description} does not take connections now: {e.MessageText}.", "It is repeated; if it stays, look at the server's load and its log.") { Code = e.SqlState },
        PostgresException e when IsConflict(e) => new(
            FailureKind.Transient, $"{Description} could not finish a transaction because of others, several times over.", "It is repeated; if it stays, look for long transactions on the server.") { Code = e.SqlState },
        PostgresException => null,
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } e => new(
            FailureKind.Transient,
            $"{Description} cannot be reached: {e.InnerException!.Message.TrimEnd('.')}.",
            "Check that the server runs, host and port in Storage:ConnectionString, and the firewall."),
        NpgsqlException e => new(FailureKind.Transient, $"{Description} ended the connection: {e.Message.TrimEnd('.')}.", "It is repeated; if it stays, look at the server's log."),
        _ => null,
    };

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
