using CreditBridge.Abstractions.Connections;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>A table that fits the terminal: when all columns do not fit beside each other, the others follow below, each time behind the first column.</summary>
internal static class WideTable
{
    private const int Gap = 2;
    private const int WidestCell = 34;

    public static void Show(IAnsiConsole console, CheckTable table, int indent)
    {
        var space = Math.Max(30, console.Profile.Width - indent);
        var widths = table.Columns.Select((heading, at) => Math.Min(Math.Min(WidestCell, (space - Gap) / 2), table.Rows.Select(r => Cell(r, at).Length).Append(heading.Length).Max())).ToList();
        var isFirst = true;
        foreach (var columns in Parts(widths, space))
        {
            if (!isFirst)
                console.WriteLine();
            isFirst = false;
            var shown = new Table().NoBorder();
            foreach (var at in columns)
                shown.AddColumn(Column(table, at, widths[at], at == columns[^1]));
            foreach (var row in table.Rows)
                shown.AddRow([.. columns.Select(at => new Text(Cut(Cell(row, at), widths[at])))]);
            console.Write(new Padder(shown, new Padding(indent, 0, 0, 0)));
        }
    }

    /// <summary>Which columns stand beside each other; the first one stands in every part.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Parts(IReadOnlyList<int> widths, int space)
    {
        var parts = new List<List<int>>();
        List<int>? part = null;
        var used = 0;
        for (var at = 0; at < widths.Count; at++)
        {
            if (part is null || (used + Gap + widths[at] > space && part.Count > 1))
            {
                parts.Add(part = parts.Count == 0 ? [] : [0]);
                used = parts.Count == 1 ? -Gap : widths[0];
            }

            part.Add(at);
            used += Gap + widths[at];
        }

        return parts;
    }

    private static TableColumn Column(CheckTable table, int at, int width, bool isLast)
    {
        var column = new TableColumn(new Markup($"[dim]{Markup.Escape(Cut(table.Columns[at], width))}[/]")) { NoWrap = true, Width = width, Padding = new Padding(0, 0, isLast ? 0 : Gap, 0) };
        return at > 0 && table.Rows.All(r => IsFigure(Cell(r, at))) ? column.RightAligned() : column;
    }

    private static string Cell(IReadOnlyList<string> row, int at) => at < row.Count ? string.Concat(row[at].Select(c => char.IsControl(c) ? ' ' : c)) : "";

    private static string Cut(string text, int width) => text.Length > width ? text[..(width - 1)] + "…" : text;

    private static bool IsFigure(string text) => text.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-' or ' ' or '%');
}
