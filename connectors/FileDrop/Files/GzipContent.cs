using System.IO.Compression;
using System.Text;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// Unpacks a gzip file, of one piece or of several one behind the other, and tells whether it ends where it should. What unpacks does not tell: a file that was cut off just
/// seems to end. So a mark, packed like a further piece, is read behind the file: it comes out whole only when nothing was missing before it.
/// </summary>
internal sealed class GzipContent : ReadingStream
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("behind the last piece\u001a");
    private readonly GZipStream _unpacking;
    private readonly byte[] _held = new byte[Mark.Length + (1 << 16)];
    private int _count;

    /// <param name="packed">The bytes of the file. It is not disposed of.</param>
    public GzipContent(Stream packed) => _unpacking = new GZipStream(new Followed(packed, Packed(Mark)), CompressionMode.Decompress);

    // The last bytes that came out may be the mark, so they are held back until others follow.
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
            return 0;
        while (_count <= Mark.Length)
        {
            var read = _unpacking.Read(_held.AsSpan(_count));
            _count += read;
            if (read > 0)
                continue;
            if (!_held.AsSpan(0, _count).SequenceEqual(Mark))
                throw new CutOffException();
            return 0;
        }

        var given = Math.Min(_count - Mark.Length, buffer.Length);
        _held.AsSpan(0, given).CopyTo(buffer);
        _held.AsSpan(given, _count - given).CopyTo(_held);
        _count -= given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacking.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var packing = new GZipStream(memory, CompressionLevel.Fastest))
            packing.Write(bytes);
        return memory.ToArray();
    }

    /// <summary>A stream with some bytes behind it.</summary>
    private sealed class Followed(Stream first, byte[] behind) : ReadingStream
    {
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            if (_at == 0 && first.Read(buffer) is var read and > 0)
                return read;
            var given = Math.Min(behind.Length - _at, buffer.Length);
            behind.AsSpan(_at, given).CopyTo(buffer);
            _at += given;
            return given;
        }
    }
}
