using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>Text that goes on below where it began when it does not fit into a line. Words are broken only when one alone is longer than the line.</summary>
internal static class Passage
{
    /// <summary>A heading and a text beside it.</summary>
    public static void Labelled(IAnsiConsole console, string label, FormattableString text)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(new Markup($"[bold]{Markup.Escape(label)}[/]"), Markup.FromInterpolated(text));
        console.Write(grid);
    }

    /// <summary>A text behind some blanks.</summary>
    public static void Indented(IAnsiConsole console, int indent, FormattableString text) =>
        console.Write(new Padder(Markup.FromInterpolated(text), new Padding(indent, 0, 0, 0)));
}
