using System.Text;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>The encodings that a mapping can declare. They are strict: an invalid byte is an error to be shown, never a silent question mark in a customer's name.</summary>
internal static class TextEncodings
{
    /// <summary>Code pages by the names that mappings use.</summary>
    public static IReadOnlyDictionary<string, int> CodePages { get; } = new Dictionary<string, int>
    {
        ["utf-8"] = 65001,
        ["windows-1252"] = 1252,
        ["iso-8859-1"] = 28591,
        ["iso-8859-15"] = 28605,
        ["utf-16"] = 1200,
        ["utf-16be"] = 1201,
        ["ibm850"] = 850,
        ["ibm437"] = 437,
    };

    /// <summary>An encoding that throws for what it cannot decode.</summary>
    public static Encoding Strict(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>Name of the encoding whose mark a text begins with; null when it begins with none.</summary>
    public static string? OfMark(ReadOnlySpan<byte> begin) => begin switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16be",
        _ => null,
    };

    /// <summary>Name in mappings.</summary>
    public static string NameOf(Encoding encoding) => CodePages.FirstOrDefault(c => c.Value == encoding.CodePage).Key ?? encoding.WebName;

    /// <summary>Whether each byte is a character of its own, so that hardly any text is invalid.</summary>
    public static bool IsSingleByte(Encoding encoding) => encoding.CodePage is 1252 or 28591 or 28605 or 850 or 437;
}
