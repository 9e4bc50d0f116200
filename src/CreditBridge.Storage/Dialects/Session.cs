using System.Data.Common;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreditBridge.Storage.Dialects;

/// <summary>One connection, with a transaction when it writes: LINQ for reading, SQL and bulk inserts for what is done to sets.</summary>
internal sealed class Session(BridgeDbContext context, IDialect dialect)
{
    /// <summary>The model, for queries; nothing is tracked.</summary>
    public BridgeDbContext Context { get; } = context;

    public string ForUpdate => dialect.ForUpdate;

    public string ForUpdateSkippingLocked => dialect.ForUpdateSkippingLocked;

    /// <inheritdoc cref="IDialect.RecordsWithKeys" />
    public string RecordsWithKeys => dialect.RecordsWithKeys;

    /// <inheritdoc cref="IDialect.LearnSizeAsync" />
    public Task LearnSizeAsync(string table, CancellationToken cancellationToken) => dialect.LearnSizeAsync(this, table, cancellationToken);

    public string In(string column, string parameter) => dialect.In(column, parameter);

    /// <inheritdoc cref="IDialect.LockSourceAsync" />
    public Task LockSourceAsync(string connection, short kind, bool changesClaims, CancellationToken cancellationToken) =>
        dialect.LockSourceAsync(this, connection, kind, changesClaims, cancellationToken);

    /// <summary>Rows that a statement gives: a query that locks, or a change with RETURNING *. The statement stands as it is; nothing can be added to it.</summary>
    public Task<List<T>> RowsAsync<T>(string sql, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class => Context.Set<T>().FromSqlRaw(sql, Parameters(parameters)).AsNoTracking().ToListAsync(cancellationToken);

    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Context.Database.ExecuteSqlRawAsync(sql, Parameters(parameters), cancellationToken);

    public Task InsertAsync<T>(IReadOnlyList<T> rows, OnConflict onConflict, CancellationToken cancellationToken)
        where T : class =>
        rows.Count == 0 ? Task.CompletedTask : dialect.InsertAsync(this, TableShape<T>.Of(Context), rows, onConflict, cancellationToken);

    /// <summary>A command with parameters, for a query whose rows are not entities.</summary>
    public DbCommand CreateCommand(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddRange(Parameters(parameters));
        return command;
    }

    public DbCommand CreateCommand()
    {
        var command = Context.Database.GetDbConnection().CreateCommand();
        command.Transaction = Context.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    private object[] Parameters(ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var result = new object[parameters.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = dialect.Parameter(parameters[i].Name, parameters[i].Value);
        return result;
    }
}
