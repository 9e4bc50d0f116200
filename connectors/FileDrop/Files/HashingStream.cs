using System.Buffers;
using System.Security.Cryptography;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>Reads a stream and hashes what was read. It does not own the stream.</summary>
internal sealed class HashingStream(Stream inner) : ReadingStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    /// <summary>Reads what is left, and gives the hash of everything.</summary>
    public string Finish(CancellationToken cancellationToken = default)
    {
        var rest = ArrayPool<byte>.Shared.Rent(1 << 16);
        while (Read(rest.AsSpan()) > 0)
            cancellationToken.ThrowIfCancellationRequested();
        ArrayPool<byte>.Shared.Return(rest);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
