using System.Globalization;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>A backtest for people: the result in words, the scores of all models, what was said on each day and what came. Fits 80 columns.</summary>
internal static class BacktestTables
{
    private const int HeadingWidth = 8;

    public static void Show(IAnsiConsole console, BacktestReport report)
    {
        var whole = report.Points.Where(p => p.IsWholeHorizon).ToList();
        console.Write(new Rule($"[bold]Forecasts of {Texts.Count(report.HorizonDays, "day")}, {whole[0].Origin:yyyy-MM-dd} to {whole[^1].Origin:yyyy-MM-dd}[/]").LeftJustified());
        Passage.Indented(console, 0, $"{report.Summary}");
        if (report.IsUsed && report.Winner is not (ForecastModel.Blend or ForecastModel.Hazard))
            console.MarkupLineInterpolated($"[yellow]“{ForecastWords.Model(report.Winner)}” was less off in all (WAPE) than the model: a forecast uses it.[/]");
        foreach (var warning in report.Warnings)
            Passage.Indented(console, 0, $"[yellow]{warning.Message}[/] [dim]→ {warning.NextStep}[/]");
        console.WriteLine();
        ShowScores(console, report);
        console.WriteLine();
        ShowOrigins(console, whole, report);
    }

    private static void ShowScores(IAnsiConsole console, BacktestReport report)
    {
        var table = new FittedTable(
            new("way of forecasting", MayBeCut: true), new("from", true), new("MAPE", true), new("WAPE", true), new("bias", true), new("pinball", true, Spare: 1), new("in range", true));
        foreach (var score in report.Scores)
        {
            table.Add(
                ForecastWords.Model(score.Model) + (score.Model == report.Winner ? " *" : ""), $"{score.Origins}", Percent(score.Mape), Percent(score.Wape),
                score.Bias is { } bias ? string.Create(CultureInfo.InvariantCulture, $"{bias:+0.0;-0.0;0.0} %") : "–",
                score.Pinball.ToString("0.0", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{score.Coverage * 100:0} %"));
        }

        table.Show(console);
        console.MarkupLine($"[dim]* {Standing(report)}. From: days on which it could say something. MAPE, WAPE: mean error in percent.[/]");
        if (report.Scores.Any(s => s.MapeOrigins < s.Origins))
        {
            var counted = report.Scores.GroupBy(s => (s.MapeOrigins, s.Origins)).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key.MapeOrigins} of {g.Key.Origins}"));
            Passage.Indented(console, 0, $"[dim]MAPE from {string.Join(", ", counted)}: nothing came after the others.[/]");
        }

        console.MarkupLine("[dim]Bias: too much (+) or too little. In range: what came lay between P10 and P90; 80 % is meant.[/]");
    }

    // The way that is used stands first, with its range: it is what a forecast would have said.
    private static void ShowOrigins(IAnsiConsole console, List<BacktestPoint> points, BacktestReport report)
    {
        var used = report.Winner;
        ForecastModel[] others = [.. new[] { ForecastModel.Blend, ForecastModel.RunRate, ForecastModel.SeasonalNaive, ForecastModel.StageProbability }.Where(m => m != used)];
        var table = new FittedTable(
            [
                new("made on"), new("came", true), new(Heading(used), true), new("P10–P90", true), new(""),
                .. others.Select(m => new FittedColumn(Heading(m), true, Spare: m == ForecastModel.StageProbability ? 1 : 0)),
            ]);
        foreach (var point in points)
        {
            var said = point.Of(used)?.Range;
            table.Add(
                [
                    $"{point.Origin:yyyy-MM-dd}", Count(point.Actual), Count(said?.Expected), said is { } range ? $"{Count(range.P10)}–{Count(range.P90)}" : "–",
                    said is null ? "" : point.Actual < said.P10 ? "below" : point.Actual > said.P90 ? "above" : "in",
                    .. others.Select(m => Count(point.Of(m)?.Range.Expected)),
                ]);
        }

        table.Show(console);
        Passage.Indented(console, 0, $"[dim]P10–P90 is the range of “{ForecastWords.Model(used)}”, which {Standing(report)}; below, in, above: where what came lay.[/]");
    }

    // Where nothing came, none did best.
    private static string Standing(BacktestReport report) => report.IsUsed ? "is used" : report.ScoreOf(report.Winner)?.Wape is null ? "is no worse than others" : "did best";

    // The words of a way under each other, so that all ways fit beside each other.
    private static string Heading(ForecastModel model)
    {
        var lines = new List<string>();
        foreach (var word in ForecastWords.Model(model).Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= HeadingWidth)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return string.Join('\n', lines);
    }

    private static string Percent(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} %") : "–";

    private static string Count(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "–";
}
