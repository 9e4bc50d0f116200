using System.IO.Compression;

namespace CreditBridge.Storage.Stores;

/// <summary>Decisions and their files are kept compressed (Brotli): they are many, say much the same, and are read seldom.</summary>
internal static class Compressed
{
    private const int Quality = 4;
    private const int Window = 17;

    public static byte[] Pack(byte[] content)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, buffer, out var length, Quality, Window)
            ? buffer[..length]
            : throw new InvalidOperationException($"{content.Length} bytes could not be compressed.");
    }

    public static byte[] Unpack(byte[] packed)
    {
        using var source = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var content = new MemoryStream(packed.Length * 4);
        source.CopyTo(content);
        return content.ToArray();
    }
}
