using System.Data;
using System.Data.Common;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>Rows as the database gives them, one at a time.</summary>
/// <param name="command">The command under way.</param>
/// <param name="reader">Its rows.</param>
internal class RowStream(DbCommand command, DbDataReader reader) : IAsyncDisposable
{
    public DbDataReader Reader { get; protected set; } = reader;

    protected DbCommand Command => command;

    /// <summary>Whether all rows were read.</summary>
    protected bool IsAtEnd { get; set; }

    /// <summary>What a column really holds, where the driver gives the first or last day there is for something else.</summary>
    public virtual object Exact(int ordinal, object value) => value;

    public virtual async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (await Reader.ReadAsync(cancellationToken))
            return true;
        IsAtEnd = true;
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        // Closing a reader reads what is left; a cancelled command leaves nothing.
        if (!IsAtEnd)
            Cancel();
        try
        {
            await Reader.DisposeAsync();
        }
        catch (Exception e) when (!IsAtEnd && e is DbException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The answer to the cancellation, or a connection that is gone: nobody wants these rows any more.
        }

        await command.DisposeAsync();
    }

    /// <summary>Ends the command, so that the rest of its rows is not sent.</summary>
    protected virtual void Cancel()
    {
        try
        {
            command.Cancel();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or NotSupportedException)
        {
            // A driver that cannot cancel reads on to the end.
        }
    }
}

/// <summary>Rows of a server-side cursor, fetched in batches.</summary>
/// <param name="fetch">Fetches the next batch.</param>
/// <param name="first">The first batch.</param>
/// <param name="close">The statement that closes the cursor, so that another of the same name can be opened.</param>
internal sealed class RowBatches(DbCommand fetch, DbDataReader first, string close) : RowStream(fetch, first)
{
    /// <summary>Rows per batch.</summary>
    public const int Size = 2_000;

    private int _rows;

    // PostgreSQL knows 'infinity' as a day and as a moment; as numbers they are the largest and the smallest.
    public override object Exact(int ordinal, object value) => (value is DateOnly ? Reader.GetFieldValue<int>(ordinal) : Reader.GetFieldValue<long>(ordinal)) switch
    {
        int.MaxValue or long.MaxValue => "infinity",
        int.MinValue or long.MinValue => "-infinity",
        _ => value,
    };

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!await Reader.ReadAsync(cancellationToken))
        {
            var isLast = _rows < Size;
            _rows = 0;
            if (IsAtEnd)
                return false;
            await Reader.DisposeAsync();
            if (isLast)
                (Command.CommandText, IsAtEnd) = (close, true);
            Reader = await Command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
        }

        _rows++;
        return true;
    }

    // A batch was sent as a whole: what is left of it is thrown away, and nothing follows it.
    protected override void Cancel()
    {
    }
}
