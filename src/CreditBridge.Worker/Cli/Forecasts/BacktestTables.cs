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
    public static void Show(IAnsiConsole console, BacktestReport report)
    {
        var whole = report.Points.Where(p => p.IsWholeHorizon).ToList();
        console.Write(new Rule($"[bold]Forecasts of {Texts.Count(report.HorizonDays, "day")}, {whole[0].Origin:yyyy-MM-dd} to {whole[^1].Origin:yyyy-MM-dd}[/]").LeftJustified());
        Passage.Indented(console, 0, $"{report.Summary}");
        if (report.Winner is not (ForecastModel.Blend or ForecastModel.Hazard))
            console.MarkupLineInterpolated($"[yellow]“{ForecastWords.Model(report.Winner)}” does better than the model: a forecast uses it.[/]");
        foreach (var warning in report.Warnings)
            Passage.Indented(console, 0, $"[yellow]{warning.Message}[/] [dim]→ {warning.NextStep}[/]");
        console.WriteLine();
        ShowScores(console, report);
        console.WriteLine();
        ShowOrigins(console, whole);
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
        console.MarkupLine("[dim]* is used. From: days on which it could say something. MAPE, WAPE: mean error in percent.[/]");
        console.MarkupLine("[dim]Bias: too much (+) or too little. In range: what came lay between P10 and P90; 80 % is meant.[/]");
    }

    private static void ShowOrigins(IAnsiConsole console, List<BacktestPoint> points)
    {
        ForecastModel[] baselines = [ForecastModel.RunRate, ForecastModel.SeasonalNaive, ForecastModel.StageProbability];
        var table = new FittedTable(
            new("made on"), new("came", true), new("blend", true), new("P10–P90", true), new("", false), new("run rate", true), new("seasonal", true), new("stage prob.", true, Spare: 1));
        foreach (var point in points)
        {
            var range = point.Of(ForecastModel.Blend)!.Range;
            table.Add(
                [
                    $"{point.Origin:yyyy-MM-dd}", Count(point.Actual), Count(range.Expected), $"{Count(range.P10)}–{Count(range.P90)}",
                    point.Actual < range.P10 ? "below" : point.Actual > range.P90 ? "above" : "in",
                    .. baselines.Select(m => point.Of(m) is { } said ? Count(said.Range.Expected) : "–"),
                ]);
        }

        table.Show(console);
    }

    private static string Percent(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} %") : "–";

    private static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
