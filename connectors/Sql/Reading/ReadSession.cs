using System.Data;
using System.Data.Common;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>A session that only reads. Whatever goes wrong in it is a failure as data.</summary>
internal sealed class ReadSession(Database database, DbConnection connection, DbTransaction? transaction) : IAsyncDisposable
{
    /// <summary>Version of the server, as it says itself.</summary>
    public string Version => connection.ServerVersion;

    /// <summary>The columns that a statement would give; it is not run for that.</summary>
    public Task<ColumnNames> ColumnsAsync(Statement statement, CancellationToken cancellationToken) => TryAsync(statement, async () =>
    {
        await using var command = CommandOf(statement);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken);
        return new ColumnNames([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
    }, cancellationToken);

    /// <summary>Whether the database itself refuses to write in this session, and how that is known.</summary>
    public async Task<(bool Refuses, string How)> RefusesWritingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.RefusesWritingAsync(connection, transaction, cancellationToken);
        }
        catch (Exception e) when (database.IsExpected(e, cancellationToken))
        {
            throw database.ToFailure(e, null);
        }
    }

    /// <summary>Runs a statement.</summary>
    public Task<RowStream> RowsAsync(Statement statement, CancellationToken cancellationToken) =>
        TryAsync(statement, () => database.RowsAsync(CommandOf(statement), cancellationToken), cancellationToken);

    /// <summary>Does something that may fail in the driver's words.</summary>
    public async Task<T> TryAsync<T>(Statement statement, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var watch = database.Watch(connection, cancellationToken);
        try
        {
            return await work();
        }
        catch (Exception e) when (database.IsExpected(e, cancellationToken))
        {
            throw database.ToFailure(e, statement);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(null, e, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Rolled back, whatever was run.
            if (transaction is not null)
                await transaction.DisposeAsync();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // The connection is gone, and the transaction with it.
        }

        await connection.DisposeAsync();
    }

    private DbCommand CommandOf(Statement statement)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (statement.Text, transaction, database.CommandTimeout);
        for (var i = 0; i < statement.Parameters.Count; i++)
            command.Parameters.Add(database.Bind(command, i + 1, statement.Parameters[i]));
        return command;
    }
}
