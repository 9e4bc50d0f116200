using System.Text;

namespace CreditBridge.Sandbox.Soql;

/// <summary>Quoted strings: reading their escapes and writing them back.</summary>
internal static class SoqlText
{
    public static bool IsEscape(char c) => c is 'n' or 'N' or 'r' or 'R' or 't' or 'T' or 'b' or 'B' or 'f' or 'F' or '"' or '\'' or '\\' or '%' or '_' or 'u';

    /// <summary>The text that an escaped string stands for. With <paramref name="forLike"/>, <c>\%</c> and <c>\_</c> stay escaped for the pattern.</summary>
    public static string Unescape(string escaped, bool forLike = false)
    {
        if (!escaped.Contains('\\', StringComparison.Ordinal)) return escaped;
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            var c = escaped[++i];
            switch (char.ToLowerInvariant(c))
            {
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'u' when i + 4 < escaped.Length && ushort.TryParse(escaped.AsSpan(i + 1, 4), System.Globalization.NumberStyles.HexNumber, null, out var code):
                    text.Append((char)code);
                    i += 4;
                    break;
                case '%' or '_' or '\\' when forLike: text.Append('\\').Append(c); break;
                default: text.Append(c); break;
            }
        }

        return text.ToString();
    }

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '\\' => @"\\", '\'' => @"\'", '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", '\b' => @"\b", '\f' => @"\f", _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>Whether a value fits a LIKE pattern, in which <c>%</c> is any text and <c>_</c> any character; case does not matter.</summary>
    public static bool Like(string value, string pattern) => Like(value.AsSpan(), pattern.AsSpan());

    private static bool Like(ReadOnlySpan<char> value, ReadOnlySpan<char> pattern)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '%')
            {
                pattern = pattern.TrimStart('%');
                if (pattern.IsEmpty) return true;
                for (var i = 0; i <= value.Length; i++)
                {
                    if (Like(value[i..], pattern)) return true;
                }

                return false;
            }

            if (value.IsEmpty) return false;
            var escaped = pattern[0] == '\\' && pattern.Length > 1;
            if (escaped) pattern = pattern[1..];
            if ((escaped || pattern[0] != '_') && char.ToUpperInvariant(pattern[0]) != char.ToUpperInvariant(value[0])) return false;
            pattern = pattern[1..];
            value = value[1..];
        }

        return value.IsEmpty;
    }
}
