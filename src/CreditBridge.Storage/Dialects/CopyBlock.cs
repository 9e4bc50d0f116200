using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CreditBridge.Storage.Dialects;

/// <summary>Values as PostgreSQL's binary COPY takes them: the length in bytes, then the value, highest byte first.</summary>
internal sealed class CopyBlock
{
    /// <summary>Types of columns that can be written.</summary>
    public static readonly IReadOnlySet<string> StoreTypes = new HashSet<string> { "text", "bytea", "smallint", "integer", "bigint", "boolean", "timestamp with time zone" };

    private const int Size = 64 * 1024;

    // The format's signature, no flags, no extension.
    private static readonly byte[] Beginning = [.. "PGCOPY\n"u8, 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly ArrayBufferWriter<byte> _bytes = new(Size + (8 * 1024));

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Whether it is time to send what was written.</summary>
    public bool IsFull => _bytes.WrittenCount >= Size;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Begin() => _bytes.Write(Beginning);

    public void BeginRow(int columns) => Raw((short)columns);

    public void End() => Raw((short)-1);

    public void WriteNull() => Raw(-1);

    public void Write(string? text)
    {
        if (text is null)
        {
            WriteNull();
            return;
        }

        text = StoredText.Clean(text);
        var span = _bytes.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _bytes.Advance(sizeof(int) + length);
    }

    public void Write(byte[]? bytes)
    {
        Raw(bytes?.Length ?? -1);
        _bytes.Write(bytes);
    }

    public void Write(short number)
    {
        Raw(sizeof(short));
        Raw(number);
    }

    public void Write(int number)
    {
        Raw(sizeof(int));
        Raw(number);
    }

    public void Write(long number)
    {
        Raw(sizeof(long));
        Raw(number);
    }

    public void Write(bool flag)
    {
        Raw(1);
        _bytes.Write([flag ? (byte)1 : (byte)0]);
    }

    public void Write(DateTimeOffset instant) => Write((instant.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond);

    private void Raw(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(sizeof(short)), value);
        _bytes.Advance(sizeof(short));
    }

    private void Raw(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    private void Raw(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }
}
