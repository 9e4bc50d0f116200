namespace CreditBridge.Abstractions.Records;

/// <summary>
/// A short stand-in for a key where millions are to be remembered: FNV-1a over 64 bits, the same on every machine and in every version. Among four million keys, two share
/// a hash once in two million times; whoever uses it must be able to bear that.
/// </summary>
public static class KeyHash
{
    /// <summary>The hash of a key.</summary>
    public static long Of(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in key)
            hash = unchecked((hash ^ letter) * 1099511628211UL);
        return unchecked((long)hash);
    }
}
