using System.Buffers.Binary;
using System.Security.Cryptography;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// The keys that a listing showed, as hashes of eight bytes: eight megabytes for a million. A record that is gone is overlooked when its key has the hash of another
/// that is there; with ten million records the odds are one in two billion per missing record, and the next listing of another key set ends it.
/// </summary>
internal sealed class ListedKeys
{
    private const int Size = sizeof(long);
    private readonly long[] _hashes;

    /// <param name="pages">Hashes, page by page, as <see cref="HashesOf"/> makes them.</param>
    public ListedKeys(IReadOnlyList<byte[]> pages)
    {
        _hashes = new long[pages.Sum(p => p.Length / Size)];
        var at = 0;
        foreach (var page in pages)
        {
            for (var i = 0; i < page.Length; i += Size)
                _hashes[at++] = BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(i));
        }

        Array.Sort(_hashes);
    }

    /// <summary>Whether the listing showed the key.</summary>
    public bool Contains(string key) => Array.BinarySearch(_hashes, KeyHash.Of(key)) >= 0;

    /// <summary>The hashes of the keys of rows, one behind the other.</summary>
    public static byte[] HashesOf(IReadOnlyList<SnapshotRow> rows)
    {
        var hashes = new byte[rows.Count * Size];
        for (var i = 0; i < rows.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(hashes.AsSpan(i * Size), KeyHash.Of(rows[i].Key));
        return hashes;
    }

    /// <summary>A name for a page by its keys.</summary>
    public static string NameOf(byte[] hashes) => Convert.ToHexStringLower(SHA256.HashData(hashes).AsSpan(0, 16));
}
