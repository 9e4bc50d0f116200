using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Delivery.Charts;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Hosting.Forecasts;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The forecast in the terminal, within 80 columns.</summary>
internal static class ForecastTables
{
    private const int BarWidth = 16;
    private const int MostDrivers = 10;
    private const int MostParts = 6;

    public static void Show(IAnsiConsole console, ForecastView view, WorkloadForecast forecast, ForecastDimension? by)
    {
        Passage.Indented(console, 0, $"[bold]Credit reviews to come[/], as of {forecast.AsOfDate:yyyy-MM-dd} [dim](policy {forecast.PolicyVersion})[/]");
        if (view.Open is { } open)
            Passage.Indented(console, 0, $"Open now: {open.Reviews:N0} reviews, {ForecastWords.Number((double)open.Hours)} hours; {open.Waiting:N0} {(open.Waiting == 1 ? "waits" : "wait")} for sales, {open.Breached:N0} {(open.Breached == 1 ? "is" : "are")} late.");
        if (ForecastWords.Tightest(forecast) is { } tight)
            Passage.Indented(console, 0, $"[yellow]{tight}[/]");
        foreach (var warning in forecast.Warnings)
            Passage.Indented(console, 0, $"[yellow]{warning.Message}[/] [dim]→ {warning.NextStep}[/]");
        console.WriteLine();
        Weeks(console, forecast.Weeks);
        Passage.Indented(console, 0, $"[dim]Bar: █ up to P10, ▓ up to the expected number, ░ up to P90; four of five outcomes lie between P10 and P90. Hours: what comes and what is carried over, of the hours that the team can work. Carried: there already when the week begins; now, what is open. Late: chance that a review that comes in the week is not done in time.[/]");
        if (by is { } dimension)
            Parts(console, forecast, dimension);
        Drivers(console, forecast);
        console.WriteLine();
        Passage.Indented(console, 0, $"[bold]{ForecastWords.Model(forecast.Model)}.[/] {forecast.ModelReason}");
        if (forecast.Standing is null)
            Passage.Indented(console, 0, $"{ForecastWords.Standing(forecast)}");
        else if (view.Backtest is { } report)
            Backtest(console, report);
        foreach (var past in view.Past)
            Passage.Indented(console, 0, $"Forecasts made {(past.WeeksAhead == 0 ? "as a week began" : $"{Texts.Count(past.WeeksAhead, "week")} ahead")}: {Texts.Count(past.Weeks.Count, "week")} {(past.Weeks.Count == 1 ? "is" : "are")} over, off by {ForecastWords.Percent(past.Wape)}, {ForecastWords.Share(past.Coverage)} within the range.");
        console.MarkupLine("[dim]--by type, region or team divides it; --csv and --json give every number.[/]");
    }

    /// <summary>How the ways of forecasting did in a replay.</summary>
    public static void Backtest(IAnsiConsole console, BacktestReport report)
    {
        var table = new FittedTable(
            new FittedColumn($"replayed, {Texts.Count(report.HorizonDays, "day")} ahead", MayBeCut: true), new FittedColumn("days", true), new FittedColumn("MAPE", true), new FittedColumn("WAPE", true),
            new FittedColumn("P10–P90", true), new FittedColumn("bias", true));
        foreach (var score in report.Scores)
        {
            table.Add((score.Model == report.Winner ? "→ " : "  ") + ForecastWords.Model(score.Model), $"{score.Origins:N0}", ForecastWords.Percent(score.Mape), ForecastWords.Percent(score.Wape),
                ForecastWords.Share(score.Coverage), score.Bias is { } bias ? $"{bias:+0.0;-0.0;0.0} %" : "–");
        }

        table.Show(console);
    }

    private static void Weeks(IAnsiConsole console, IReadOnlyList<ForecastWeek> weeks)
    {
        var most = weeks.Select(w => Math.Max(w.Reviews.P90, w.Reviews.Expected)).DefaultIfEmpty(0).Max();
        var table = new FittedTable(
            new FittedColumn("week"), new FittedColumn("reviews", true), new FittedColumn("P10–P90", true), new FittedColumn("", Spare: 3),
            new FittedColumn("hours", true), new FittedColumn("carried", true, Spare: 2), new FittedColumn("late", true, Spare: 4),
            new FittedColumn("amount", true, Spare: 1));
        foreach (var week in weeks)
        {
            table.Add(ForecastWords.Week(week), ForecastWords.Number(week.Reviews.Expected), ForecastWords.Range(week.Reviews), BlockBar.Of(week.Reviews, most, BarWidth),
                ForecastWords.Hours(week), ForecastWords.Carried(week),
                week.BreachProbability is { } late ? ForecastWords.Share(late) : "–", ForecastWords.Short(week.Amount.Expected));
        }

        table.Show(console);
    }

    private static void Parts(IAnsiConsole console, WorkloadForecast forecast, ForecastDimension dimension)
    {
        console.MarkupLineInterpolated($"\n[bold]{ForecastWords.By(dimension)}[/]");
        var slices = forecast.Slices.Where(s => s.Dimension == dimension).ToList();
        if (slices.Count == 0)
        {
            console.MarkupLine("[dim]Nothing is divided so.[/]");
            return;
        }

        var isTeam = dimension == ForecastDimension.Team;
        FittedColumn[] columns =
        [
            new(dimension.ToString().ToLowerInvariant(), MayBeCut: true), new("next 4 weeks", true), new("all weeks", true), new("hours", true), new("open now", true, Spare: 2),
            .. isTeam ? [new FittedColumn("capacity", true, Spare: 3)] : Array.Empty<FittedColumn>(), new("late at most", true), new("amount", true, Spare: 1),
        ];
        var table = new FittedTable(columns);
        foreach (var slice in slices)
        {
            table.Add(
                [
                    ForecastWords.Name(slice), ForecastWords.Number(slice.Weeks.Take(4).Sum(w => w.Reviews.Expected)), ForecastWords.Number(slice.Weeks.Sum(w => w.Reviews.Expected)),
                    ForecastWords.Number(slice.Weeks.Sum(w => w.WorkHours.Expected)), slice.Weeks.Count > 0 ? ForecastWords.Carried(slice.Weeks[0]) : "–",
                    .. isTeam ? [slice.Weeks.All(w => w.CapacityHours is null) ? "–" : ForecastWords.Number(slice.Weeks.Sum(w => w.CapacityHours ?? 0))] : Array.Empty<string>(),
                    ForecastWords.LikeliestLate(slice), ForecastWords.Short(new(slice.Weeks.Sum(w => w.Amount.Expected.Amount), forecast.Currency)),
                ]);
        }

        table.Show(console);
        foreach (var slice in slices.Where(s => s.Drivers.Count > 0).Take(MostParts))
            Passage.Indented(console, 0, $"[dim]Behind {ForecastWords.Name(slice)}:[/] {string.Join("; ", slice.Drivers.Select(d => d.Name ?? d.DealKey))}");
        Passage.Indented(console, 0, isTeam ? (FormattableString)$"[dim]Open now: hours of reviews that are there already. Late at most: the week in which a review is likeliest to be late, of those in which one may come.[/]"
            : $"[dim]Open now: hours of reviews that are there already. Hours to work belong to teams; what is late here is late at the teams that do it.[/]");
    }

    private static void Drivers(IAnsiConsole console, WorkloadForecast forecast)
    {
        if (forecast.Drivers.Count == 0)
        {
            Passage.Indented(console, 0, $"[dim]{ForecastWords.NoDrivers}[/]");
            return;
        }

        console.MarkupLine("\n[bold]Deals behind it[/]");
        var table = new FittedTable(new FittedColumn("deal", MayBeCut: true), new FittedColumn("amount", true), new FittedColumn("stage", Spare: 1), new FittedColumn("reviews", true), new FittedColumn("likeliest"));
        foreach (var driver in forecast.Drivers.Take(MostDrivers))
        {
            var best = Enumerable.Range(0, Math.Min(driver.ByWeek.Count, forecast.Weeks.Count)).DefaultIfEmpty(-1).MaxBy(w => w < 0 ? 0 : driver.ByWeek[w]);
            table.Add(driver.Name ?? driver.DealKey, driver.Amount is { } amount ? ForecastWords.Short(amount) : "–", driver.Stage ?? "", $"{driver.Expected:0.00}", best < 0 ? "–" : ForecastWords.Week(forecast.Weeks[best]));
        }

        table.Show(console);
    }
}
