using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace CreditBridge.Storage.Dialects;

/// <summary>
/// Rows as PostgreSQL's binary COPY takes them, written a block at a time. The driver's own importer awaits every single value, which for millions of small ones costs as
/// much as everything else.
/// </summary>
/// <param name="connection">A connection in a transaction.</param>
internal sealed class PostgresCopy(NpgsqlConnection connection)
{
    private const int BlockSize = 64 * 1024;
    private static readonly HashSet<string> Types = ["text", "bytea", "smallint", "integer", "bigint", "boolean", "timestamp with time zone"];
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    // The format's signature, no flags, no extension.
    private static readonly byte[] Beginning = [.. "PGCOPY\n"u8, 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly ArrayBufferWriter<byte> _block = new(BlockSize + 4096);

    /// <summary>Whether all columns are of types that can be written here.</summary>
    public static bool Takes<T>(TableShape<T> table)
        where T : class => table.Columns.All(c => Types.Contains(c.StoreType));

    /// <summary>Adds the rows to the table.</summary>
    public async Task WriteAsync<T>(TableShape<T> table, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync($"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        try
        {
            _block.Write(Beginning);
            foreach (var row in rows)
            {
                WriteInt16((short)table.Columns.Count);
                foreach (var column in table.Columns)
                    Write(column.Read(row));
                if (_block.WrittenCount >= BlockSize)
                    await FlushAsync(stream, cancellationToken);
            }

            WriteInt16(-1);
            await FlushAsync(stream, cancellationToken);
        }
        catch
        {
            // Otherwise leaving would end it well, with the rows that were sent.
            await stream.CancelAsync();
            throw;
        }
    }

    private async Task FlushAsync(NpgsqlRawCopyStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_block.WrittenMemory, cancellationToken);
        _block.ResetWrittenCount();
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                WriteInt32(-1);
                break;
            case string text:
                WriteInt32(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, _block);
                break;
            case byte[] bytes:
                WriteInt32(bytes.Length);
                _block.Write(bytes);
                break;
            case short number:
                WriteInt32(sizeof(short));
                WriteInt16(number);
                break;
            case int number:
                WriteInt32(sizeof(int));
                WriteInt32(number);
                break;
            case long number:
                WriteInt32(sizeof(long));
                WriteInt64(number);
                break;
            case bool flag:
                WriteInt32(1);
                _block.Write([flag ? (byte)1 : (byte)0]);
                break;
            case DateTimeOffset instant:
                WriteInt32(sizeof(long));
                WriteInt64((instant.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot be copied.", nameof(value));
        }
    }

    private void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_block.GetSpan(sizeof(short)), value);
        _block.Advance(sizeof(short));
    }

    private void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_block.GetSpan(sizeof(int)), value);
        _block.Advance(sizeof(int));
    }

    private void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_block.GetSpan(sizeof(long)), value);
        _block.Advance(sizeof(long));
    }
}
