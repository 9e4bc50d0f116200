using System.Globalization;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>How good forecasts of late payment were, for people.</summary>
internal static class PaymentTables
{
    private const int BarWidth = 20;

    public static void Show(IAnsiConsole console, PaymentBacktestReport report, IReadOnlyList<ForecastWarning> warnings, PaymentItemFile file)
    {
        var late = report.Settings.GraceDays == 0 ? "after the due day" : $"more than {report.Settings.GraceDays} days after the due day";
        Passage.Indented(console, 0, $"[bold]Late payment, forecast with only what was known then[/]");
        Passage.Indented(console, 0, $"{report.Items:N0} invoices of {Texts.Count(report.Customers, "customer")}, known to {report.KnownOn:yyyy-MM-dd}; {Texts.Count(report.Origins.Count, "origin")} from {report.Origins[0].Origin:yyyy-MM-dd} to {report.Origins[^1].Origin:yyyy-MM-dd}. Late is what is paid {late}. {report.Model.All.Invoices:N0} forecasts, {report.Model.All.Late:N0} of them late.");
        foreach (var warning in warnings)
            Passage.Indented(console, 0, $"[yellow]{warning.Message}[/] [dim]→ {warning.NextStep}[/]");
        console.WriteLine();
        var scores = new FittedTable(new FittedColumn("", MayBeCut: true), Figure("AUC"), Figure("open"), Figure("issued"), Figure("Brier"), Figure("calibration"));
        foreach (var score in report.Scores)
            scores.Add(score.Name, Text(score.MeanAuc), Text(score.OpenAuc), Text(score.IssuedAuc), Text(score.All.Brier), Text(score.All.CalibrationError));
        scores.Show(console);
        Passage.Indented(console, 0, $"[dim]AUC: how often a late invoice had the higher forecast than a punctual one; 0.5 is chance; mean of {Origins(report)}. Open: invoices open on the origin. Issued: those issued until the next. Brier and calibration: smaller is better.[/]");
        console.WriteLine();
        console.MarkupLine("[bold]Forecast and actual share of late invoices, by tenths of the forecast[/]");
        foreach (var tenth in report.Model.All.Tenths)
        {
            var (forecast, actual) = (ShareBar.Of(tenth.Predicted, BarWidth), ShareBar.Of(tenth.Actual, BarWidth));
            console.MarkupLineInterpolated($"{tenth.Invoices,6:N0}  forecast {ShareBar.Percent(tenth.Predicted),5} [blue]{forecast}[/] actual {ShareBar.Percent(tenth.Actual),5} [yellow]{actual.TrimEnd()}[/]");
        }

        ShowOrigins(console, report);
        ShowWays(console, report);
        ShowTraits(console, report);
        console.WriteLine();
        Passage.Indented(console, 0, $"{report.Verdict}");
        if (file.Credits > 0)
            Passage.Indented(console, 0, $"[dim]{file.Credits:N0} credit notes (amounts not above zero) were left out.[/]");
        if (file.LeftOut == 0)
            return;
        Passage.Indented(console, 0, $"[yellow]{Texts.Count(file.LeftOut, "line")} cannot be used and {(file.LeftOut == 1 ? "was" : "were")} left out{(file.LeftOut > file.Problems.Count ? ", such as" : "")}:[/]");
        foreach (var problem in file.Problems)
            Passage.Indented(console, 2, $"[bold]{problem.Where}[/]  {problem.What} [dim]→ {problem.NextStep}[/]");
    }

    private static void ShowOrigins(IAnsiConsole console, PaymentBacktestReport report)
    {
        console.WriteLine();
        var table = new FittedTable(
            new FittedColumn("origin"), Figure("learned"), Figure("forecast"), Figure("late"), Figure("AUC"), Figure("own share"), Figure("receipts 4 weeks"), new FittedColumn("P10 to P90", true, Spare: 1), Figure("came"));
        foreach (var origin in report.Origins)
        {
            table.Add(
                Day(origin.Origin), $"{origin.LearnedFrom:N0}", $"{origin.Scores.Invoices:N0}", $"{origin.Scores.Late:N0}", Text(origin.Scores.Auc), Text(origin.BaselineAuc),
                origin.Receipts is { } r ? $"{r.Expected:N0}" : "", origin.Receipts is { } range ? $"{range.Low:N0} to {range.High:N0}" : "", origin.Receipts is { } came ? $"{came.Received:N0}{(came.IsCovered ? " " : "!")}" : "");
        }

        table.Show(console);
        var checks = report.Origins.Select(o => o.Receipts).OfType<ReceiptCheck>().ToList();
        if (checks.Count > 0)
            Passage.Indented(console, 0, $"[dim]Receipts of what was open: {checks.Count(c => c.IsCovered)} of {checks.Count} lay between P10 and P90 (! did not); 8 of 10 should.[/]");
    }

    private static void ShowWays(IAnsiConsole console, PaymentBacktestReport report)
    {
        console.WriteLine();
        var usual = report.Origins.Count(o => o.ByUsualDay);
        var others = usual == report.Origins.Count ? "" : $" on {usual} of {report.Origins.Count} origins; on the others by their share of late invoices, which would have foreseen the thirteen weeks before better";
        Passage.Indented(console, 0, $"Customers were judged by the day on which they usually pay{others}.");
    }

    private static void ShowTraits(IAnsiConsole console, PaymentBacktestReport report)
    {
        if (report.Origins[^1].TraitOdds is not { Count: > 0 } odds)
            return;
        console.WriteLine();
        Passage.Indented(console, 0, $"Odds of being late, compared with the customer's other invoices: {string.Join("; ", odds.Take(12).Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Trait} {o.Value} × {o.Odds:0.0}")))}.");
        Passage.Indented(console, 0, $"[dim]Traits have no dates: a value that is entered after the invoice, such as a dispute, makes the scores look better than a forecast would have been. The line 'without traits' is free of that.[/]");
    }

    // Where all were late, or all punctual, there is nothing to tell apart.
    private static string Origins(PaymentBacktestReport report) => report.Origins.Count(o => o.Scores.Auc is not null) is var some && some == report.Origins.Count
        ? "the origins" : $"the {some} of {report.Origins.Count} origins on which some were late and some were not";

    private static FittedColumn Figure(string heading) => new(heading, IsRight: true);

    private static string Text(double? score) => score?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
