using System.Text;

namespace CreditBridge.Storage.Dialects;

/// <summary>Text that every database takes: PostgreSQL refuses the zero character and half characters, which a broken file may well contain.</summary>
internal static class StoredText
{
    private static readonly System.Buffers.SearchValues<char> Suspicious = System.Buffers.SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0']);

    /// <summary>The text with such characters replaced by U+FFFD; the same instance when there are none.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspicious) < 0)
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }
}
