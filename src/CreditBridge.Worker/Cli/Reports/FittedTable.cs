using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>
/// A table of one line per row, whatever the terminal's width. Where the columns do not fit, the one that may be cut is cut; where that does not suffice, columns that can be spared
/// are left out. Figures are never cut. A heading may have several lines; it ends on the last of them.
/// </summary>
internal sealed class FittedTable(params FittedColumn[] columns)
{
    private const int Gap = 2;
    private const int NarrowestCut = 8;
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(c => string.Concat(c.Select(s => char.IsControl(s) ? ' ' : s)))]);

    public void Show(IAnsiConsole console)
    {
        var widths = columns.Select((c, at) => _rows.Select(r => r[at].Length).Concat(c.Lines.Select(l => l.Length)).Max()).ToArray();
        var shown = Fit(widths, console.Profile.Width);
        for (var below = columns.Max(c => c.Lines.Count) - 1; below >= 0; below--)
            Line([.. columns.Select(c => below < c.Lines.Count ? c.Lines[^(below + 1)] : "")], "dim");
        foreach (var row in _rows)
            Line(row, null);

        void Line(string[] cells, string? style)
        {
            var text = string.Join(new string(' ', Gap), shown.Select(at => Cell(cells[at], at))).TrimEnd();
            console.MarkupLine(style is null ? Markup.Escape(text) : $"[{style}]{Markup.Escape(text)}[/]");
        }

        string Cell(string text, int at)
        {
            var cut = text.Length > widths[at] ? text[..(widths[at] - 1)] + "…" : text;
            return columns[at].IsRight ? cut.PadLeft(widths[at]) : cut.PadRight(widths[at]);
        }
    }

    // Which columns are shown; the width of the one that may be cut is made to fit.
    private List<int> Fit(int[] widths, int space)
    {
        var shown = Enumerable.Range(0, columns.Length).ToList();
        while (true)
        {
            var excess = shown.Sum(at => widths[at] + Gap) - Gap - space;
            if (excess <= 0)
                return shown;
            var cut = shown.FindIndex(at => columns[at].MayBeCut) is var found and >= 0 ? shown[found] : -1;
            if (cut >= 0 && widths[cut] - excess >= NarrowestCut)
            {
                widths[cut] -= excess;
                return shown;
            }

            if (shown.Where(at => columns[at].Spare > 0).OrderBy(at => columns[at].Spare).Select(at => (int?)at).FirstOrDefault() is not { } spared)
            {
                // Nothing is left to spare: the first column gives way.
                widths[shown[0]] = Math.Max(1, widths[shown[0]] - excess);
                return shown;
            }

            shown.Remove(spared);
        }
    }
}

/// <summary>A column of a <see cref="FittedTable"/>.</summary>
/// <param name="Heading">Its heading; line breaks in it are kept.</param>
/// <param name="IsRight">Whether its cells stand at its right end.</param>
/// <param name="MayBeCut">Whether its cells may be cut to fit.</param>
/// <param name="Spare">When it is left out: 1 first, 0 never.</param>
internal sealed record FittedColumn(string Heading, bool IsRight = false, bool MayBeCut = false, int Spare = 0)
{
    /// <summary>The lines of the heading.</summary>
    public IReadOnlyList<string> Lines { get; } = Heading.Split('\n');
}
