using System.Diagnostics.CodeAnalysis;

namespace CreditBridge.Sandbox.Records;

/// <summary>Record ids: 15 case-sensitive characters, plus 3 that make them safe where case is lost.</summary>
internal static class SalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The id number <paramref name="sequence"/> of an object; ids of one object sort in the order of their numbers.</summary>
    public static string Create(string keyPrefix, long sequence)
    {
        Span<char> id = stackalloc char[15];
        keyPrefix.CopyTo(id);
        "Sb0".CopyTo(id[3..]);
        for (var i = 14; i >= 6; i--)
        {
            id[i] = Digits[(int)(sequence % Digits.Length)];
            sequence /= Digits.Length;
        }

        return WithChecksum(id);
    }

    /// <summary>The 18-character form of a 15- or 18-character id; false when it is neither or its last three characters are wrong.</summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? id)
    {
        id = null;
        if (text is null || text.Length is not (15 or 18) || !text.All(char.IsAsciiLetterOrDigit)) return false;
        var full = WithChecksum(text.AsSpan(0, 15));
        if (text.Length == 18 && !full.Equals(text, StringComparison.OrdinalIgnoreCase)) return false;
        id = full;
        return true;
    }

    public static string WithChecksum(ReadOnlySpan<char> id)
    {
        Span<char> full = stackalloc char[18];
        id[..15].CopyTo(full);
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                if (char.IsAsciiLetterUpper(id[block * 5 + i])) bits |= 1 << i;
            }

            full[15 + block] = Checksum[bits];
        }

        return new string(full);
    }
}
