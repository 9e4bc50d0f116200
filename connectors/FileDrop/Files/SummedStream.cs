namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>Reads a file of an archive and compares its check sum in the end: a byte that was damaged on the way could be a digit of an amount.</summary>
/// <param name="inner">What unpacks.</param>
/// <param name="expected">The check sum (CRC-32) that the archive gives.</param>
internal sealed class SummedStream(Stream inner, uint expected) : ReadingStream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Entry((uint)n))];
    private uint _sum = uint.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        var sum = _sum;
        foreach (var b in buffer[..read])
            sum = Table[(sum ^ b) & 0xFF] ^ (sum >> 8);
        _sum = sum;
        if (read == 0 && buffer.Length > 0 && ~sum != expected)
            throw new InvalidDataException("The check sum of the content is not the one that the archive gives.");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static uint Entry(uint number)
    {
        for (var bit = 0; bit < 8; bit++)
            number = (number & 1) == 0 ? number >> 1 : (number >> 1) ^ 0xEDB88320;
        return number;
    }
}
