using System.Data.Common;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Dialects;

/// <summary>What differs between the databases. Everything else is written once, in SQL that both understand or against the model.</summary>
internal interface IDialect : IAsyncDisposable
{
    /// <summary>Stands in the names of its migration scripts.</summary>
    string Name { get; }

    /// <summary>Which database this is, for people; no secrets.</summary>
    string Description { get; }

    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    DbContextOptions<BridgeDbContext> ContextOptions(DbConnection connection);

    /// <summary>Begins a transaction that writes; disposing the result gives the turn to the next writer.</summary>
    Task<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken);

    /// <summary>Prepares the database file or schema for migrations, outside a transaction.</summary>
    Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Statement that makes other migrating processes wait until the transaction ends; null when beginning it does.</summary>
    string? MigrationLock { get; }

    /// <summary>Query that gives 1 when the table of migrations exists, else 0.</summary>
    string HasMigrations { get; }

    /// <summary>
    /// Makes transactions wait for each other that store pages of the same source, and, because a page of accounts changes who claims which customer, makes such a
    /// page wait for all others and all others for it. Otherwise a record could arrive just before a claim that another transaction has not committed yet, and
    /// neither of the two would mark the account for the other.
    /// </summary>
    Task LockSourceAsync(Session session, string connection, short kind, bool changesClaims, CancellationToken cancellationToken);

    /// <summary>Condition that a column's value is in a list that is given as one parameter.</summary>
    string In(string column, string parameter);

    /// <summary>
    /// What a query on records of a source (<c>@connection</c>, <c>@kind</c>) selects from to find those with given keys (<c>@keys</c>), as <c>r</c>. Each is looked up in the
    /// index: while a source is first read, a planner's statistics of the table are of a time when it was small.
    /// </summary>
    string RecordsWithKeys { get; }

    /// <summary>Lets the database learn anew how large its tables are, after much was added to one.</summary>
    Task LearnSizeAsync(Session session, string table, CancellationToken cancellationToken);

    /// <summary>Suffix of a query that locks the rows it reads; empty where writers are alone anyway.</summary>
    string ForUpdate { get; }

    /// <summary>Likewise, passing over rows that others have locked.</summary>
    string ForUpdateSkippingLocked { get; }

    DbParameter Parameter(string name, object? value);

    Task InsertAsync<T>(Session session, TableShape<T> table, IReadOnlyList<T> rows, OnConflict onConflict, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Whether the transaction failed only because of another one, so that it may be repeated from its start.</summary>
    bool IsConflict(DbException exception);

    /// <summary>Whether a row was to be added whose key is there already.</summary>
    bool IsDuplicate(DbException exception);

    /// <summary>What a person should know about an exception; null when it is a bug.</summary>
    Failure? Explain(DbException exception);
}

/// <summary>What an insert does with a row whose key is there already.</summary>
internal enum OnConflict
{
    /// <summary>Fails.</summary>
    Fail,

    /// <summary>Leaves the stored row.</summary>
    Keep,

    /// <summary>Puts the new row in its place.</summary>
    Replace,
}
