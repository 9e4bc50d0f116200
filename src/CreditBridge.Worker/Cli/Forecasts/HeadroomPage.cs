using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Worker.Cli.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The headroom of one account or group, week by week, for people.</summary>
internal static class HeadroomPage
{
    private const int BarWidth = 20;
    private const int MostDeals = 15;
    private const int MostPairs = 5;
    private const int WidestPage = 80;

    public static void Show(IAnsiConsole console, HeadroomForecast forecast, int? paceItems)
    {
        var width = Math.Min(console.Profile.Width, WidestPage);
        var name = forecast.IsGroup ? $"{forecast.Name} (group)" : forecast.Name;
        console.MarkupLineInterpolated($"── [bold]{name}[/] {new string('─', Math.Max(3, width - name.Length - 4))}");
        Passage.Indented(console, 0, $"{forecast.Why}");
        Passage.Indented(console, 0, $"Today, {forecast.AsOf:yyyy-MM-dd}: limit {forecast.Limit.ToDisplay()}, owed {Display(forecast, forecast.Exposure)}{(forecast.Headroom is { } left ? $", free {Display(forecast, left)}" : "")}. {Pace(paceItems)}");
        if (forecast.Weeks.Count > 0)
            ShowWeeks(console, forecast);
        ShowDeals(console, forecast);
        if (forecast.Competing.Count > 0)
        {
            console.MarkupLine("\n[bold]Deals that compete for the same headroom[/]: each fits, both do not");
            foreach (var pair in forecast.Competing.Take(MostPairs))
                Passage.Indented(console, 2, $"'{pair.First.Name}' ({Display(forecast, pair.First.Amount)}, {pair.First.ClosesOn:yyyy-MM-dd}) and '{pair.Second.Name}' ({Display(forecast, pair.Second.Amount)}, {pair.Second.ClosesOn:yyyy-MM-dd}): {Display(forecast, pair.Short)} too much for both; both are won with {ShareBar.Percent(pair.BothWon)}.");
        }

        foreach (var change in forecast.LimitChanges)
            Passage.Indented(console, 0, $"From {change.From:yyyy-MM-dd} on the limit is {change.Limit.ToDisplay()}: {change.Why}.");
        foreach (var warning in forecast.Warnings)
            Passage.Indented(console, 0, $"[yellow]![/] {warning}");
        console.WriteLine();
    }

    public static void ShowWarning(IAnsiConsole console, string? warning)
    {
        if (warning is not null)
            Passage.Indented(console, 0, $"[yellow]! {warning}[/]");
    }

    private static void ShowWeeks(IAnsiConsole console, HeadroomForecast forecast)
    {
        console.WriteLine();
        var scale = forecast.Weeks.Max(w => Math.Max(w.High, w.Limit ?? 0m)) * 1.02m;
        var table = new FittedTable(
            new FittedColumn("week to"), Figure("paid"), Figure("added"), Figure("owed"), new FittedColumn("P10 to P90", IsRight: true, Spare: 2), Figure("breaks"), new FittedColumn("owed, │ limit", Spare: 1));
        foreach (var week in forecast.Weeks)
        {
            table.Add(
                Day(week.Last), Whole(week.Receipts), Whole(week.Added), Whole(week.Exposure), $"{Whole(week.Low)} to {Whole(week.High)}", ShareBar.Percent(week.BreakProbability),
                week.Limit is { } limit ? ShareBar.Of(week.Exposure, limit, scale, BarWidth) : "");
        }

        table.Show(console);
        console.MarkupLineInterpolated($"[dim]{forecast.Currency}; 'breaks' is the probability that the limit has been exceeded by then.[/]");
    }

    private static void ShowDeals(IAnsiConsole console, HeadroomForecast forecast)
    {
        if (forecast.Deals.Count == 0)
            return;
        console.WriteLine();
        var table = new FittedTable(
            new FittedColumn("closes"), new FittedColumn("deal", MayBeCut: true), Figure("amount"), Figure("won"), Figure("free by then"), new FittedColumn("fits"), Figure("breaks it"));
        foreach (var deal in forecast.Deals.Take(MostDeals))
        {
            table.Add(
                Day(deal.Deal.ClosesOn), deal.Deal.Name, Whole(deal.Deal.Amount), ShareBar.Percent(deal.Deal.Probability), deal.Free is { } free ? Whole(free) : "",
                deal.Fits switch { true => "yes", false => "no", null => "" }, ShareBar.Percent(deal.BreaksIn));
        }

        table.Show(console);
        if (forecast.Deals.Count > MostDeals)
            console.MarkupLineInterpolated($"[dim]and {forecast.Deals.Count - MostDeals:N0} more deals; --json has all[/]");
    }

    private static string Pace(int? items) => items switch
    {
        null => "",
        0 => "It has no invoices of its own to learn from: it is expected to pay like all customers together.",
        1 => "1 invoice of its own says how it pays.",
        _ => $"{items:N0} invoices of its own say how it pays.",
    };

    private static FittedColumn Figure(string heading) => new(heading, IsRight: true);

    private static string Display(HeadroomForecast forecast, decimal? amount) => amount is { } known ? new Money(known, forecast.Currency).ToDisplay() : "unknown";

    private static string Whole(decimal amount) => amount.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
