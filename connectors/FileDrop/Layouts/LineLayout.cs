using System.Text;
using CreditBridge.Mapping.Grammar;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>How the lines of a text file are written, whatever stands in them.</summary>
/// <param name="Encoding"><c>encoding:</c> of the text; default <c>utf-8</c>.</param>
/// <param name="Delimiter"><c>delimiter:</c> <c>","</c> (default), <c>";"</c>, <c>"|"</c>, <c>tab</c> or any other single character.</param>
/// <param name="Quote"><c>quote:</c> the character around values that hold a delimiter; default <c>"</c>; null when <c>none</c>.</param>
/// <param name="Escape"><c>escape:</c> the character that takes the meaning from the next one; null (the default) when quotation marks are doubled.</param>
public sealed record LineLayout(Encoding Encoding, char Delimiter, char? Quote, char? Escape)
{
    /// <summary>Reads the keys from the block <c>read:</c>.</summary>
    public static LineLayout Read(MappingSection read, FileFormat format)
    {
        var encoding = TextEncodings.Strict(read.Choice("encoding", TextEncodings.CodePages, 65001, ""));
        var delimiter = Delimiters(read, format);
        var quote = read.Text("quote", "\"") is var text && text == "none" ? null : Single(read, "quote", text!, "Write the one character that stands around values, or none.");
        var escape = read.Text("escape") is { } written ? Single(read, "escape", written, "Write the one character, such as '\\'; without the key, quotation marks within values are doubled.") : null;
        if (delimiter == quote || delimiter == escape)
            read.Refuse("delimiter", "The same character has two meanings.", "Delimiter, quote and escape must differ.");
        if (escape is not null && escape == quote)
            escape = null;
        return new LineLayout(encoding, delimiter, quote, escape);
    }

    private static char Delimiters(MappingSection read, FileFormat format)
    {
        var text = read.Text("delimiter");
        if (format == FileFormat.Tsv && text is not null and not "tab")
            read.Refuse("delimiter", "The format tsv has tabs between its values.", "Take the key out, or write 'format: csv'.");
        if (text is null or "tab")
            return text is null && format != FileFormat.Tsv ? ',' : '\t';
        return Single(read, "delimiter", text, "Write one character, or tab.") ?? ',';
    }

    private static char? Single(MappingSection read, string key, string text, string suggestion)
    {
        if (text.Length == 1 && !char.IsLetterOrDigit(text[0]) && text[0] is not ('\r' or '\n' or '\0') && !char.IsSurrogate(text[0]))
            return text[0];
        read.Refuse(key, $"'{text}' is not a choice.", suggestion);
        return null;
    }
}
