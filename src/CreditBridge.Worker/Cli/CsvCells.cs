using System.Globalization;

namespace CreditBridge.Worker.Cli;

/// <summary>Lines of CSV for spreadsheets. Text that a spreadsheet would take for a formula is marked as text: names come from people.</summary>
internal static class CsvCells
{
    /// <summary>One line with its end.</summary>
    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '@' or '-' && !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
