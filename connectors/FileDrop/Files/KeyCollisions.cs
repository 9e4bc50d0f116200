using System.Numerics;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// Finds, in a first pass over a file, the keys that may occur more than once, in memory that does not grow with the file: a bitmap of key hashes, 16 MB at most.
/// The second pass then has to remember only those few. A key that occurs twice is always found; some others are found by chance and do no harm.
/// </summary>
internal sealed class KeyCollisions
{
    private const int MostBits = 1 << 27;
    private readonly ulong[] _seen;
    private readonly HashSet<int> _suspects = [];

    /// <param name="contentLength">Size of the file in bytes: the number of its keys is at most a fraction of it.</param>
    public KeyCollisions(long contentLength) => _seen = new ulong[BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(contentLength, 1 << 12, MostBits)) / 64];

    /// <summary>First pass: a key was met.</summary>
    public void Note(string key)
    {
        var bit = BitOf(key);
        var mask = 1UL << (bit % 64);
        if ((_seen[bit / 64] & mask) != 0)
            _suspects.Add(bit);
        _seen[bit / 64] |= mask;
    }

    /// <summary>Second pass: whether the key may occur more than once.</summary>
    public bool IsSuspect(string key) => _suspects.Contains(BitOf(key));

    private int BitOf(string key) => key.GetHashCode(StringComparison.Ordinal) & (_seen.Length * 64 - 1);
}
