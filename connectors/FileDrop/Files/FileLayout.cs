using System.Text;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>Which files hold a kind of record, and how they are written.</summary>
/// <param name="Pattern"><c>pattern:</c> name of the files with <c>*</c> and <c>?</c>, such as <c>customers-*.csv</c>; their names must sort by age.</param>
/// <param name="IsFull"><c>set:</c> <c>full</c>: a file lists everything, and what it does not list is gone; <c>delta</c>: a file adds and corrects.</param>
/// <param name="MaxRemovedPercent"><c>max_removed_percent:</c> the largest share of known records that one full file may remove by not listing them; default 50.</param>
/// <param name="Delimiter"><c>delimiter:</c> <c>","</c> (default), <c>";"</c>, <c>"|"</c> or <c>tab</c>.</param>
/// <param name="Encoding"><c>encoding:</c> <c>utf-8</c> (default), <c>windows-1252</c>, <c>iso-8859-1</c>, <c>iso-8859-15</c> or <c>utf-16</c>.</param>
public sealed record FileLayout(string Pattern, bool IsFull, decimal MaxRemovedPercent, string Delimiter, Encoding Encoding)
{
    /// <summary>Reads the keys below <c>read:</c>.</summary>
    public static FileLayout Read(MappingSection section)
    {
        var pattern = section.RequiredText("pattern", "Write the name of the files with '*' where it varies, such as 'pattern: customers-*.csv'.");
        if (pattern.AsSpan().ContainsAny('/', '\\'))
            section.Refuse("pattern", "The pattern names a folder.", "Files are looked for in the drop folder only; write the file's name.");
        var full = section.Choice<bool>("set", Sets, null, "With 'full' a record that the newest file does not list is gone; with 'delta' files only add and correct.");
        var percent = section.Percent("max_removed_percent", 50);
        if (section.Has("max_removed_percent") && !full)
            section.Refuse("max_removed_percent", "A delta set removes nothing.", "Take the key out, or write 'set: full'.");
        var delimiter = section.Choice("delimiter", Delimiters, ',', "");
        var encoding = section.Choice("encoding", Encodings, 65001, "");
        return new FileLayout(pattern, full, percent, delimiter.ToString(), Strict(encoding));
    }

    // Strict: an invalid byte is an error to be shown, never a silent question mark in a customer's name.
    private static Encoding Strict(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static readonly Dictionary<string, bool> Sets = new() { ["full"] = true, ["delta"] = false };
    private static readonly Dictionary<string, char> Delimiters = new() { [","] = ',', [";"] = ';', ["|"] = '|', ["tab"] = '\t' };

    private static readonly Dictionary<string, int> Encodings = new()
    {
        ["utf-8"] = 65001,
        ["windows-1252"] = 1252,
        ["iso-8859-1"] = 28591,
        ["iso-8859-15"] = 28605,
        ["utf-16"] = 1200,
    };
}
