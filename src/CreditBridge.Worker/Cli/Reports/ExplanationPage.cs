using CreditBridge.Core.Decisions.Explanations;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>Lays out an explanation for a terminal: sections with headings, labels below each other, and what does not fit into a line goes on indented.</summary>
internal static class ExplanationPage
{
    private const int Indent = 2;
    private const int Hanging = 4;
    private const int LongestLabel = 26;
    private const int NarrowestText = 20;

    /// <summary>The page line by line; no line is longer than the width unless a single word is.</summary>
    public static IReadOnlyList<PageLine> Of(IReadOnlyList<ExplanationLine> lines, int width)
    {
        var page = new List<PageLine>();
        foreach (var section in lines.GroupBy(l => l.Section))
        {
            if (page.Count > 0)
                page.Add(new PageLine("", IsHeading: false));
            page.AddRange(Wrapped(section.Key, width, 0, Hanging).Select(t => new PageLine(t, IsHeading: true)));
            var labels = section.Where(HasColumn).Select(l => l.Label!.Length).DefaultIfEmpty(0).Max();
            foreach (var line in section)
            {
                var text = HasColumn(line) ? line.Label!.PadRight(labels + 2) + line.Text[(line.Label.Length + 2)..] : line.Text;
                var hanging = HasColumn(line) ? Indent + labels + 2 : Hanging;
                page.AddRange(Wrapped(text, width, Indent, hanging).Select(t => new PageLine(t, IsHeading: false)));
            }
        }

        return page;
    }

    /// <summary>A text in lines, the first indented by one number of columns, the others by another.</summary>
    public static IEnumerable<string> Wrapped(string text, int width, int first, int hanging)
    {
        hanging = Math.Min(hanging, Math.Max(0, width - NarrowestText));
        var line = new string(' ', first);
        var isEmpty = true;
        foreach (var (gap, word) in Words(text))
        {
            if (!isEmpty && line.Length + gap + word.Length > width)
            {
                yield return line;
                line = new string(' ', hanging) + word;
                continue;
            }

            line += (isEmpty ? "" : new string(' ', gap)) + word;
            isEmpty = false;
        }

        yield return line;
    }

    private static bool HasColumn(ExplanationLine line) => line.Label is { Length: <= LongestLabel };

    // Words with the blanks before them, so that columns stay where they are.
    private static IEnumerable<(int Gap, string Word)> Words(string text)
    {
        var gap = 0;
        foreach (var piece in text.Split(' '))
        {
            gap++;
            if (piece.Length == 0)
                continue;
            yield return (gap, piece);
            gap = 0;
        }
    }
}

/// <summary>A line of a page.</summary>
/// <param name="Text">The line.</param>
/// <param name="IsHeading">Whether it is a heading.</param>
internal sealed record PageLine(string Text, bool IsHeading);
