namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>A packed file unpacks to more than any export can be.</summary>
internal sealed class UnpackedTooLargeException(string message) : Exception(message);

/// <summary>A packed file ends before its content does.</summary>
internal sealed class CutOffException() : Exception("The packed content ends too early.");

/// <summary>
/// Stops a packed file that grows without end while it is unpacked: beyond a size, or beyond a multiple of its packed size that no table reaches.
/// </summary>
/// <param name="inner">What unpacks.</param>
/// <param name="packed">Packed size in bytes.</param>
/// <param name="most">Bytes that may come out, at most.</param>
/// <param name="expected">Bytes that must come out; null when what unpacks finds out itself whether it has all.</param>
internal sealed class UnpackLimit(Stream inner, long packed, long most, long? expected) : ReadingStream
{
    /// <summary>How many times its packed size a table may have: the same row over and over packs to about a three-hundredth.</summary>
    public const int LargestRatio = 500;

    private const long WithoutDoubt = 16 << 20;
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _read += read;
        if (_read > most)
            throw new UnpackedTooLargeException($"It unpacks to more than {most >> 20:N0} MB.");
        if (_read > WithoutDoubt && _read / packed > LargestRatio)
            throw new UnpackedTooLargeException($"It unpacks to more than {LargestRatio} times its size.");
        if (read == 0 && buffer.Length > 0 && expected is not null && _read != expected)
            throw new CutOffException();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
