using System.Text;

namespace CreditBridge.Sandbox.Bulk;

/// <summary>A data row of an uploaded file, or why it is none.</summary>
internal sealed record CsvRow(IReadOnlyList<string> Values, string? Problem);

/// <summary>CSV as the Bulk API reads and writes it: values are not trimmed, quotes only around whole values, quotes doubled inside.</summary>
internal static class BulkCsv
{
    public static char Delimiter(string name) => name switch
    {
        "COMMA" => ',', "TAB" => '\t', "SEMICOLON" => ';', "PIPE" => '|', "CARET" => '^', "BACKQUOTE" => '`', _ => '\0',
    };

    public static IEnumerable<CsvRow> Read(string text, char delimiter)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        string? problem = null;
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        while (at < text.Length)
        {
            value.Clear();
            if (text[at] == '"') problem ??= ReadQuoted(text, ref at, value);
            while (at < text.Length && text[at] != delimiter && text[at] is not ('\n' or '\r'))
            {
                if (text[at] == '"') problem ??= "a quote inside a value that is not quoted";
                value.Append(text[at++]);
            }

            values.Add(value.ToString());
            if (at < text.Length && text[at] == delimiter)
            {
                at++;
                if (at < text.Length) continue;
                values.Add("");
            }

            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            if (values.Count > 1 || values[0].Length > 0) yield return new CsvRow(values, problem);
            values = [];
            problem = null;
        }
    }

    public static void Write(StringBuilder into, IEnumerable<string> values)
    {
        into.AppendJoin(',', values.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
    }

    private static string? ReadQuoted(string text, ref int at, StringBuilder value)
    {
        at++;
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                value.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                value.Append('"');
                at += 2;
            }
            else
            {
                at++;
                return at < text.Length && text[at] == ' ' ? "a space outside the quotes" : null;
            }
        }

        return "a quote that is never closed";
    }
}
