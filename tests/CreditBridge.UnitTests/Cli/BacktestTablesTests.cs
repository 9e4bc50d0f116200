using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Cli.Forecasts;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

/// <summary>A backtest as people read it in a terminal of 80 columns.</summary>
public sealed class BacktestTablesTests
{
    private static readonly DateOnly Origin = new(2026, 1, 31);

    // The table was of the blend, whatever had won.
    [Theory]
    [InlineData(ForecastModel.RunRate, "2026-01-31  1,210     1,212  1,112–1,312  in     1,211   1,213              –")]
    [InlineData(ForecastModel.Blend, "2026-01-31  1,210     1,211  1,111–1,311  in     1,212   1,213              –")]
    public void TheTableOfDays_IsOfTheWayThatIsUsed(ForecastModel winner, string line)
    {
        var lines = Show(winner, Point(Origin, ForecastModel.Blend, ForecastModel.RunRate, ForecastModel.SeasonalNaive));

        lines.ShouldContain(line);
        lines.ShouldContain(l => l.StartsWith($"P10–P90 is the range of “{ForecastRows.Words(winner)}”"));
        lines.ShouldAllBe(l => l.Length <= 80);
    }

    [Fact]
    public void TheTableOfDays_CallsTheWaysByTheirNames() =>
        string.Join('\n', Show(ForecastModel.RunRate, Point(Origin, ForecastModel.Blend, ForecastModel.RunRate))).ShouldContain(
            """
                                                           Stages,
                                                          ages and    Same
                                                            recent  period          Stage
            made on      came  Run rate      P10–P90          pace  before  probabilities
            """);

    [Fact]
    public void ADayOnWhichTheWayThatIsUsedCouldSayNothing_HasADash() =>
        Show(ForecastModel.SeasonalNaive, Point(Origin, ForecastModel.Blend, ForecastModel.RunRate, ForecastModel.SeasonalNaive), Point(Origin.AddDays(28), ForecastModel.Blend))
            .ShouldContain(l => l.StartsWith("2026-02-28  1,210       –            –         1,211"));

    // The mean error in percent was said to be from all days, also from those after which nothing came.
    [Fact]
    public void FromHowManyDaysTheMeanErrorIs_IsSaid()
    {
        var points = new[] { Point(Origin, ForecastModel.Blend, ForecastModel.RunRate), Point(Origin.AddDays(28), ForecastModel.Blend) with { Actual = 0 } };

        Show(ForecastModel.Blend, points).ShouldContain("MAPE from 1 of 2, 1 of 1: nothing came after the others.");
        Show(ForecastModel.Blend, points[0]).ShouldNotContain(l => l.Contains("nothing came"));
    }

    // With too little history, the best way was said to be used although a forecast takes the probabilities of the stages.
    [Fact]
    public void AReplayThatNoForecastGoesBy_SaysWhatDidBest_AndThatItIsNotUsed()
    {
        var lines = Show(ForecastModel.RunRate, report => report with { IsUsed = false, Warnings = [ForecastWarnings.NotUsed] }, Point(Origin, ForecastModel.Blend, ForecastModel.RunRate));

        lines.ShouldContain("A forecast does not go by what did best here: too little stage history is known");
        lines.ShouldContain("* did best. From: days on which it could say something. MAPE, WAPE: mean error");
        lines.ShouldContain(l => l.EndsWith("which did best; below, in, above: where what", StringComparison.Ordinal));
        lines.ShouldNotContain(l => l.Contains("a forecast uses it", StringComparison.Ordinal) || l.Contains("is used", StringComparison.Ordinal));
        lines.ShouldAllBe(l => l.Length <= 80);
        Show(ForecastModel.RunRate, Point(Origin, ForecastModel.Blend, ForecastModel.RunRate)).ShouldContain(l => l.Contains("a forecast uses it", StringComparison.Ordinal));
    }

    private static BacktestPoint Point(DateOnly origin, params ForecastModel[] models) => new(
        origin, origin.AddDays(1), origin.AddDays(28), true, 1210,
        [.. models.Select(m => new BacktestForecast(m, new ForecastRange(1211 + (int)Rank(m), 1111 + Rank(m), 1211, 1311 + Rank(m))))]);

    private static double Rank(ForecastModel model) => model switch { ForecastModel.Blend => 0, ForecastModel.RunRate => 1, _ => 2 };

    private static string[] Show(ForecastModel winner, params BacktestPoint[] points) => Show(winner, report => report, points);

    private static string[] Show(ForecastModel winner, Func<BacktestReport, BacktestReport> change, params BacktestPoint[] points)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 80;
        var scores = points.SelectMany(p => p.Forecasts.Select(f => f.Model)).Distinct().Select(m => Scoring.Score(m, points));
        BacktestTables.Show(console, change(new BacktestReport(28, points, [.. scores], winner, "Said.")));
        return [.. text.ToString().Split('\n').Select(l => l.TrimEnd())];
    }
}
