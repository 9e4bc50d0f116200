using System.Data.Common;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using CreditBridge.Core.Watch;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Migrations;
using CreditBridge.Storage.Model;
using CreditBridge.Storage.Stores;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage;

/// <summary>
/// The database that holds the state. Lives as long as the process; any number of threads may use it. What goes wrong with the database itself comes out as
/// <see cref="StorageException"/> with a message that says what to do.
/// </summary>
public sealed class BridgeDatabase : IAsyncDisposable
{
    // Conflicts between transactions are rare, because locks are taken in the order of keys; a few repetitions are plenty.
    private const int MostAttempts = 6;

    private readonly FirstListings _firstListings = new();
    private readonly IDialect _dialect;
    private readonly int _historyDays;
    private readonly TimeProvider _clock;

    private BridgeDatabase(IDialect dialect, int historyDays, TimeProvider clock)
    {
        _dialect = dialect;
        _historyDays = historyDays;
        _clock = clock;
    }

    /// <summary>Tells when something was stored; not for what depends on the moment a question is asked for.</summary>
    internal TimeProvider Clock => _clock;

    /// <summary>What the sources said.</summary>
    public ISnapshotStore Snapshots => new SnapshotStore(this, _firstListings);

    /// <summary>Reads what the sources said.</summary>
    public ISnapshotReader SnapshotReader => new SnapshotReader(this);

    /// <summary>What the sources said in the past.</summary>
    public IHistoryStore History => new HistoryStore(this, _historyDays);

    /// <summary>Which accounts have to be evaluated.</summary>
    public IAccountStore Accounts => new AccountStore(this);

    /// <summary>Which customers accounts are by the link file.</summary>
    public ILinkStore Links => new LinkStore(this);

    /// <summary>What was decided.</summary>
    public IDecisionStore Decisions => new DecisionStore(this);

    /// <summary>What is to be written.</summary>
    public IOutboxStore Outbox => new OutboxStore(this);

    /// <summary>What was typed over in the CRM.</summary>
    public IDriftStore Drift => new DriftStore(this);

    /// <summary>Orders of bureau reports and their money.</summary>
    public IReportLedger ReportOrders => new ReportLedger(this);

    /// <summary>Forecasts of credit reviews that were made.</summary>
    public IForecastStore Forecasts => new ForecastStore(this);

    /// <summary>Work for people in credit.</summary>
    public IReviewStore Reviews => new ReviewStore(this);

    /// <summary>Accounts that are watched.</summary>
    public IWatchStore Watch => new WatchStore(this);

    /// <summary>What people are told of.</summary>
    public IAlertStore Alerts => new AlertStore(this);

    /// <summary>The engine's own state.</summary>
    public IEngineStore Engine => new EngineStore(this);

    /// <summary>Which database this is, for people; no secrets.</summary>
    public string Description => _dialect.Description;

    /// <summary>Makes the database ready for use; connects only when something is asked of it.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="baseDirectory">Folder at which a relative path starts; null: the current directory.</param>
    /// <param name="clock">Tells when a migration was applied; null: the system's.</param>
    public static BridgeDatabase Open(StorageOptions options, string? baseDirectory = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        IDialect dialect = options.Provider == StorageProvider.PostgreSql
            ? new PostgresDialect(options.ConnectionString ?? throw new ArgumentException("ConnectionString is missing.", nameof(options)))
            : new SqliteDialect(Path.GetFullPath(options.SqlitePath, baseDirectory is null ? Directory.GetCurrentDirectory() : Path.GetFullPath(baseDirectory)));
        return new BridgeDatabase(dialect, options.HistoryDays, clock ?? TimeProvider.System);
    }

    /// <summary>Brings the tables up to this version; any number of processes may do so at once. Call it before anything else.</summary>
    /// <returns>Names of the migrations that were applied; empty when there was nothing to do.</returns>
    /// <exception cref="StorageException">The database cannot be used, is newer than this program, or was made by changed scripts.</exception>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        using var turn = await _dialect.WaitForTurnAsync(cancellationToken);
        await using var connection = await _dialect.OpenAsync(cancellationToken);
        await _dialect.PrepareAsync(connection, cancellationToken);
        await using var context = new BridgeDbContext(_dialect.ContextOptions(connection));
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var applied = await Migrator.ApplyAsync(new Session(context, _dialect), _dialect, _clock, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return applied;
    });

    /// <summary>Asks the database for a sign of life.</summary>
    /// <exception cref="StorageException">It cannot be used.</exception>
    public Task PingAsync(CancellationToken cancellationToken) => ReadAsync(s => s.Context.Migrations.AnyAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _dialect.DisposeAsync();

    /// <summary>Reads without a transaction.</summary>
    internal Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        await using var connection = await _dialect.OpenAsync(cancellationToken);
        await using var context = new BridgeDbContext(_dialect.ContextOptions(connection));
        return await read(new Session(context, _dialect));
    });

    /// <summary>Writes in one transaction. The work is repeated from its start when another transaction came in its way, so it must not keep state between runs.</summary>
    internal Task<T> WriteAsync<T>(Func<Session, Task<T>> write, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var turn = await _dialect.WaitForTurnAsync(cancellationToken);
                await using var connection = await _dialect.OpenAsync(cancellationToken);
                await using var context = new BridgeDbContext(_dialect.ContextOptions(connection));
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var result = await write(new Session(context, _dialect));
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception e) when (attempt < MostAttempts && DatabaseError(e) is { } error && _dialect.IsConflict(error))
            {
                // Real time, not the injected clock: the wait is for another transaction, which no manual clock moves on.
                await Task.Delay(TimeSpan.FromMilliseconds(20 << attempt), cancellationToken);
            }
        }
    });

    /// <summary>Whether an exception says that a record was to be added that is there already.</summary>
    internal bool IsDuplicate(Exception exception) => DatabaseError(exception) is { } error && _dialect.IsDuplicate(error);

    /// <inheritdoc cref="WriteAsync{T}" />
    internal Task WriteAsync(Func<Session, Task> write, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            await write(session);
            return true;
        },
        cancellationToken);

    private async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (DatabaseError(e) is { } error && _dialect.Explain(error) is { } failure)
        {
            throw new StorageException(failure, e);
        }
    }

    // EF Core wraps what the driver says when it believes that repeating would help.
    private static DbException? DatabaseError(Exception? exception) =>
        exception is null or StorageException ? null : exception as DbException ?? DatabaseError(exception.InnerException);
}
