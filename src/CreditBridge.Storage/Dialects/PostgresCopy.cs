using Npgsql;

namespace CreditBridge.Storage.Dialects;

/// <summary>
/// Rows by PostgreSQL's binary COPY, sent a block at a time. The driver's own importer awaits every single value, which for millions of small ones costs as much as
/// everything else.
/// </summary>
/// <param name="connection">A connection in a transaction.</param>
internal sealed class PostgresCopy(NpgsqlConnection connection)
{
    private readonly CopyBlock _block = new();

    /// <summary>Whether all columns are of types that can be written here.</summary>
    public static bool Takes<T>(TableShape<T> table)
        where T : class => table.Columns.All(c => CopyBlock.StoreTypes.Contains(c.StoreType));

    /// <summary>Adds the rows to the table.</summary>
    public async Task WriteAsync<T>(TableShape<T> table, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync($"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        try
        {
            _block.Begin();
            foreach (var row in rows)
            {
                WriteRow(table.Columns, row);
                if (_block.IsFull)
                    await SendAsync(stream, cancellationToken);
            }

            _block.End();
            await SendAsync(stream, cancellationToken);
        }
        catch
        {
            // Otherwise leaving would end it well, with the rows that were sent.
            await stream.CancelAsync();
            throw;
        }
    }

    private void WriteRow<T>(IReadOnlyList<Column<T>> columns, T row)
        where T : class
    {
        _block.BeginRow(columns.Count);
        for (var i = 0; i < columns.Count; i++)
            columns[i].Copy(row, _block);
    }

    private async Task SendAsync(NpgsqlRawCopyStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_block.Written, cancellationToken);
        _block.Clear();
    }
}
