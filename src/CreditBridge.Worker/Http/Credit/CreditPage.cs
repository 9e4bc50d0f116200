using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Delivery.Charts;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Forecasts;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Http.Status;

namespace CreditBridge.Worker.Http.Credit;

/// <summary>The credit team's page: the reviews to come with how sure that is, the queue, and what to watch. It can only be read, and needs no script.</summary>
internal static class CreditPage
{
    private const int WideWidth = 900;
    private const int NarrowWidth = 340;
    private const int Height = 240;
    private const int MostDrivers = 15;
    private const int MostPoints = 12;
    private const int MostParts = 8;

    public static Html Render(ForecastView view, QueueView? queue, IReadOnlyList<CreditSection> more) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>Credit reviews · CreditBridge</title>
          <link rel="stylesheet" href="/status.css">
          <link rel="stylesheet" href="/credit.css">
          <link rel="icon" href="data:,">
        </head>
        <body>
          <a class="skip" href="#main">Skip to content</a>
          <header>
            <b>CreditBridge</b> <span class="quiet">{BuildInfo.Version}</span>
            <nav aria-label="Pages"><a href="/">Service status</a></nav>
          </header>
          <main id="main" tabindex="-1">
            <h1>Credit reviews <small>{(view.Forecast is { } made ? $"forecast of {made.AsOfDate:yyyy-MM-dd}, made {StatusPage.Moment(made.MadeAt)}" : $"as of {StatusPage.Moment(view.Now)}")}</small></h1>
            {Refusal(view)}
            {(view.Forecast is { } forecast ? Forecast(forecast, view) : Html.Nothing)}
            {Queue(queue)}
            {more.Select(s => StatusPage.Section(s.Title, s.Content))}
            {(view.Forecast is { } parted ? Parts(parted) : Html.Nothing)}
            {(view.Forecast is { } driven ? Drivers(driven) : Html.Nothing)}
            {Scores(view)}
          </main>
          <footer>For the credit team only: names of customers and deals.
          The forecast in the terminal: <code>creditbridge forecast</code>, for machines <a href="/credit.json">/credit.json</a>; the queue: <code>creditbridge reviews</code>.</footer>
        </body>
        </html>

        """);

    private static Html Refusal(ForecastView view) => view.Refusal is not { } refusal ? Html.Nothing : Html.Of($"""
        <p class="warn"><b>{(view.Forecast is null ? "There is no forecast." : "This forecast is not of today.")}</b> {refusal.Message} {refusal.NextStep}</p>
        """);

    private static Html Forecast(WorkloadForecast forecast, ForecastView view)
    {
        var first = forecast.Weeks.Count > 0 ? forecast.Weeks[0] : null;
        return StatusPage.Section("Reviews to come", Html.Of($"""
            {(first is null ? Html.Nothing : Html.Of($"""
            <dl class="figures">
              <div><dd>{ForecastWords.Number(first.Reviews.Expected)}</dd><dt>reviews expected {ForecastWords.Week(first)}, {ForecastWords.Range(first.Reviews)} in four of five cases</dt></div>
              <div><dd>{ForecastWords.Hours(first)}</dd><dt>hours of work{(first.CapacityHours is null ? "; nobody has declared a capacity" : " against capacity")}{ForecastWords.OfThemCarried(first)}</dt></div>
              {(first.BreachProbability is { } late ? Html.Of($"<div><dd>{ForecastWords.Share(late)}</dd><dt>chance that a review that comes this week is late</dt></div>") : Html.Nothing)}
              {(view.Open is { } open ? Html.Of($"<div><dd>{open.Reviews}</dd><dt>open now, {ForecastWords.Number((double)open.Hours)} hours{(open.Breached > 0 ? $"; {open.Breached:N0} late" : "")}</dt></div>") : Html.Nothing)}
            </dl>
            """))}
            {(ForecastWords.Tightest(forecast) is { } tight ? Html.Of($"""<p class="warn">{tight}</p>""") : Html.Nothing)}
            {forecast.Warnings.Select(w => Html.Of($"""<p class="warn">{w.Message} {w.NextStep}</p>"""))}
            {Charts(forecast)}
            {Table(forecast)}
            {(forecast.Standing is null ? Html.Of($"<p>{ForecastWords.Model(forecast.Model)}: {forecast.ModelReason}</p>") : Html.Nothing)}
            <p>{ForecastWords.Standing(forecast)}</p>
            """));
    }

    private static Html Charts(WorkloadForecast forecast)
    {
        if (forecast.Weeks.Count == 0)
            return Html.Nothing;
        var reviews = forecast.Weeks.Select(w => new ChartWeek(ForecastWords.Day(w.FirstDay), w.Reviews, null)).ToList();
        var hours = forecast.Weeks.Select(w => new ChartWeek(ForecastWords.Day(w.FirstDay), Above(w.CarriedHours ?? 0, w.WorkHours), w.CapacityHours) { Carried = w.CarriedHours ?? 0 }).ToList();
        var hasCapacity = forecast.Weeks.Any(w => w.CapacityHours is not null);
        return Html.Of($"""
            <figure>
            {Both("reviews", "Reviews per week", $"{ForecastWords.Headline(forecast)} The table below has every week.", reviews)}
            <figcaption><b>Reviews per week.</b> <span><i class="key mean"></i>expected</span> <span><i class="key"></i>four of five outcomes lie in the box (P10 to P90)</span></figcaption>
            </figure>
            <figure>
            {Both("hours", hasCapacity ? "Hours of work against capacity" : "Hours of work", ForecastWords.Tightest(forecast) ?? "No week is expected to have more work than hours. The table below has every week.", hours)}
            <figcaption><b>Hours of work.</b> <span><i class="key carried"></i>there already when the week begins</span> <span><i class="key"></i>with what comes</span>
            {(hasCapacity ? Html.Of($"""<span><i class="key capacity"></i>hours that the team can work</span> Weeks with more work than hours are red, in print dark.""") : Html.Of($"""Declare hours per week in the policy's section 'reviews' to see them against capacity."""))}</figcaption>
            </figure>
            """);

        static ForecastRange Above(double carried, ForecastRange range) => new(carried + range.Expected, carried + range.P10, carried + range.P50, carried + range.P90);

        static Html Both(string id, string title, string description, IReadOnlyList<ChartWeek> weeks) => Html.Of($"""
            {BandChart.Draw(id, title, description, weeks, WideWidth, Height, "wide")}{BandChart.Draw(id + "n", title, description, weeks, NarrowWidth, Height, "narrow")}
            """);
    }

    private static Html Table(WorkloadForecast forecast) => Html.Of($"""
        <table>
          <caption class="unseen">Reviews, hours of work and amount, week by week</caption>
          <thead><tr><th scope="col">Week</th><th scope="col" class="num">Reviews</th><th scope="col" class="num">P10–P90</th><th scope="col" class="num">Median</th><th scope="col" class="num">Hours to come</th>
          <th scope="col" class="num">P10–P90</th><th scope="col" class="num">Carried over</th>
          <th scope="col" class="num">Capacity</th><th scope="col" class="num">Used</th><th scope="col" class="num">Late</th><th scope="col" class="num">Amount</th></tr></thead>
          <tbody>{forecast.Weeks.Select(Row)}</tbody>
        </table>
        """);

    private static Html Row(ForecastWeek week) => Html.Of($"""
        <tr><th scope="row">{ForecastWords.Week(week)}</th><td class="num" data-label="Reviews">{ForecastWords.Number(week.Reviews.Expected)}</td>
        <td class="num" data-label="P10–P90">{ForecastWords.Range(week.Reviews)}</td><td class="num" data-label="Median">{ForecastWords.Number(week.Reviews.P50)}</td>
        <td class="num" data-label="Hours to come">{ForecastWords.Number(week.WorkHours.Expected)}</td>
        <td class="num" data-label="Hours P10–P90">{ForecastWords.Range(week.WorkHours)}</td>
        <td class="num" data-label="Hours carried over">{ForecastWords.Carried(week)}</td>
        <td class="num" data-label="Capacity">{(week.CapacityHours is { } hours ? ForecastWords.Number(hours) : "–")}</td>
        <td class="num" data-label="Used">{(week.Utilisation is { } used ? ForecastWords.Share(used) : "–")}</td>
        <td class="num" data-label="Chance of being late">{(week.BreachProbability is { } late ? ForecastWords.Share(late) : "–")}</td>
        <td class="num" data-label="Amount">{ForecastWords.Short(week.Amount.Expected)}</td></tr>
        """);

    private static Html Queue(QueueView? queue) => queue is null ? Html.Nothing : StatusPage.Section("The queue", queue.Lines.Count == 0
        ? Html.Of($"""<p class="empty">No review is open.</p>""")
        : Html.Of($"""
            {(queue.All > queue.Lines.Count ? Html.Of($"""<p class="quiet">The first {queue.Lines.Count} of {queue.All} by when they are due; <code>creditbridge reviews</code> lists them all.</p>""") : Html.Nothing)}
            <table>
              <caption class="unseen">Open reviews, by when they are due</caption>
              <thead><tr><th scope="col">Review</th><th scope="col">Due</th><th scope="col">Clock</th><th scope="col">Why</th><th scope="col" class="num">Amount</th><th scope="col">With</th></tr></thead>
              <tbody>{queue.Lines.Select(q => Html.Of($"""
                <tr><th scope="row">{q.Subject}<br><code class="sub">{q.Key}</code></th><td data-label="Due">{q.Due}</td><td data-label="Clock"><span class="badge {q.Kind}">{q.Clock}</span></td><td data-label="Why">{q.Reason}</td>
                <td class="num" data-label="Amount">{q.Amount}</td><td data-label="With">{q.Who}</td></tr>
                """))}</tbody>
            </table>
            """));

    private static Html Parts(WorkloadForecast forecast) => Html.Of($"{Enum.GetValues<ForecastDimension>().Select(d => Part(forecast, d))}");

    private static Html Part(WorkloadForecast forecast, ForecastDimension dimension)
    {
        var slices = forecast.Slices.Where(s => s.Dimension == dimension).OrderByDescending(s => s.Weeks.Sum(w => w.Reviews.Expected)).ToList();
        if (slices.Count == 0)
            return Html.Nothing;
        var (isTeam, driven) = (dimension == ForecastDimension.Team, slices.Where(s => s.Drivers.Count > 0).Take(MostParts).ToList());
        var shown = slices[0].Weeks.Index().FirstOrDefault(w => w.Item.LastDay.DayNumber - w.Item.FirstDay.DayNumber == 6).Index;
        var week = ForecastWords.Week(slices[0].Weeks[shown]);
        return StatusPage.Section($"By {dimension.ToString().ToLowerInvariant()}", Html.Of($"""
            <table>
              <caption class="unseen">{ForecastWords.By(dimension)}: reviews, hours and amount</caption>
              <thead><tr><th scope="col">{Capital(dimension.ToString())}</th><th scope="col" class="num">{week}</th><th scope="col" class="num">All {forecast.Weeks.Count} weeks</th>
              <th scope="col" class="num">Hours</th><th scope="col" class="num">Open now</th>{(isTeam ? Html.Of($"""<th scope="col" class="num">Capacity</th>""") : Html.Nothing)}
              <th scope="col" class="num">Late at most</th><th scope="col" class="num">Amount</th>{(isTeam ? Html.Of($"""<th scope="col">Short of hours</th>""") : Html.Nothing)}</tr></thead>
              <tbody>{slices.Select(s => Line(s, shown, week, isTeam))}</tbody>
            </table>
            <p class="quiet">Open now: hours of reviews that are there already. Late at most: the week in which a review is likeliest to be late, of those in which one may come.
            “0.1 (0–0)” means mostly none, one in ten such weeks.
            {(isTeam ? "" : $"Hours to work belong to teams: a {dimension.ToString().ToLowerInvariant()} has none of its own, and its reviews are late as those of the teams that do them.")}</p>
            {(driven.Count == 0 ? Html.Nothing : Html.Of($"""<ul class="facts">{driven.Select(s => Html.Of($"""<li>Deals behind {ForecastWords.Name(s)}: {string.Join("; ", s.Drivers.Select(d => d.Name ?? d.DealKey))}</li>"""))}</ul>"""))}
            """));
    }

    private static string Short(List<string> weeks) => weeks.Count == 0 ? "never" : weeks.Count == 1 ? $"week of {weeks[0]}" : $"{Texts.Count(weeks.Count, "week")}, first {weeks[0]}";

    private static Html Line(ForecastSlice slice, int shown, string week, bool isTeam)
    {
        var over = slice.Weeks.Where(w => w.LoadHours > w.CapacityHours).Select(w => ForecastWords.Day(w.FirstDay)).ToList();
        var hasHours = slice.Weeks.Any(w => w.CapacityHours is not null);
        return Html.Of($"""
            <tr><th scope="row">{ForecastWords.Name(slice)}</th><td class="num" data-label="{week}">{ForecastWords.WithRange(slice.Weeks[shown].Reviews)}</td>
            <td class="num" data-label="All weeks">{ForecastWords.Number(slice.Weeks.Sum(w => w.Reviews.Expected))}</td>
            <td class="num" data-label="Hours">{ForecastWords.Number(slice.Weeks.Sum(w => w.WorkHours.Expected))}</td>
            <td class="num" data-label="Open now">{ForecastWords.Carried(slice.Weeks[0])}</td>
            {(isTeam ? Html.Of($"""<td class="num" data-label="Capacity">{(hasHours ? ForecastWords.Number(slice.Weeks.Sum(w => w.CapacityHours ?? 0)) : "–")}</td>""") : Html.Nothing)}
            <td class="num" data-label="Late at most">{ForecastWords.LikeliestLate(slice)}</td>
            <td class="num" data-label="Amount">{ForecastWords.Short(new(slice.Weeks.Sum(w => w.Amount.Expected.Amount), slice.Weeks[0].Amount.Expected.Currency))}</td>
            {(isTeam ? Html.Of($"""<td data-label="Short of hours">{(!hasHours ? "no hours declared" : Short(over))}</td>""") : Html.Nothing)}</tr>
            """);
    }

    private static Html Drivers(WorkloadForecast forecast) => forecast.Drivers.Count == 0 ? StatusPage.Section("Deals behind the forecast", Html.Of($"<p>{ForecastWords.NoDrivers}</p>")) : StatusPage.Section("Deals behind the forecast", Html.Of($"""
        <table>
          <caption class="unseen">Deals behind the forecast, and when they are likely to need a review</caption>
          <thead><tr><th scope="col">Deal</th><th scope="col">Stage</th><th scope="col" class="num">Amount</th><th scope="col" class="num">Reviews</th><th scope="col">Likeliest week</th><th scope="col">Why</th></tr></thead>
          <tbody>{forecast.Drivers.Take(MostDrivers).Select(d => Html.Of($"""
            <tr><th scope="row">{d.Name ?? d.DealKey}<br><code class="sub">{d.DealKey}</code></th><td data-label="Stage">{d.Stage}</td>
            <td class="num" data-label="Amount">{(d.Amount is { } amount ? ForecastWords.Short(amount) : "–")}</td>
            <td class="num" data-label="Reviews expected">{d.Expected.ToString("0.00")}</td><td data-label="Likeliest week">{Likeliest(forecast, d)}</td><td data-label="Why">{d.Why}</td></tr>
            """))}</tbody>
        </table>
        """));

    private static string Likeliest(WorkloadForecast forecast, ForecastDriver driver)
    {
        var best = Enumerable.Range(0, Math.Min(forecast.Weeks.Count, driver.ByWeek.Count)).MaxBy(w => driver.ByWeek[w], Comparer<double>.Default);
        return driver.ByWeek.Count == 0 || forecast.Weeks.Count == 0 ? "–" : $"{ForecastWords.Week(forecast.Weeks[best])} ({ForecastWords.Share(driver.ByWeek[best])})";
    }

    private static Html Scores(ForecastView view) => view.Backtest is null && view.Past.Count == 0 ? Html.Nothing : StatusPage.Section("How good the forecasts are", Html.Of($"""
        {(view.Past.Count > 0 ? Past(view.Past) : Html.Of($"""<p class="quiet">No week that was forecast is over yet.</p>"""))}
        {(view.Backtest is { } report ? Backtest(report, view.BacktestOf, view.Forecast is null || view.Forecast.Model == report.Used()) : Html.Nothing)}
        """));

    private static Html Past(IReadOnlyList<PastScore> past) => Html.Of($"""
        <h3>Forecasts that were made, and what came</h3>
        <table>
          <caption class="unseen">Forecasts that were made, by how far ahead, and how far off they were</caption>
          <thead><tr><th scope="col">Made ahead</th><th scope="col" class="num">Weeks</th><th scope="col" class="num">Off by</th>
          <th scope="col" class="num">Too high (+) or low (−)</th><th scope="col" class="num">Within the range</th></tr></thead>
          <tbody>{past.Select(p => Html.Of($"""
            <tr><th scope="row">{(p.WeeksAhead == 0 ? "as it began" : Texts.Count(p.WeeksAhead, "week"))}</th><td class="num" data-label="Weeks">{p.Weeks.Count}</td><td class="num" data-label="Off by">{ForecastWords.Percent(p.Wape)}</td>
            <td class="num" data-label="Too high or low">{Signed(p.Bias)}</td><td class="num" data-label="Within the range">{ForecastWords.Share(p.Coverage)}</td></tr>
            """))}</tbody>
        </table>
        """);

    private static Html Backtest(BacktestReport report, DateOnly? of, bool isUsed)
    {
        return Html.Of($"""
        <h3>Replayed over the past{(of is { } day ? $" on {day:yyyy-MM-dd}" : "")}, {Texts.Count(report.HorizonDays, "day")} ahead</h3>
        <p>{report.Summary}</p>
        {report.Warnings.Select(w => Html.Of($"""<p class="warn">{w.Message} {w.NextStep}</p>"""))}
        <table>
          <caption class="unseen">Ways of forecasting, and how far off each was</caption>
          <thead><tr><th scope="col">Way of forecasting</th><th scope="col" class="num">Days</th><th scope="col" class="num">MAPE</th><th scope="col" class="num">WAPE</th><th scope="col" class="num">Pinball</th>
          <th scope="col" class="num">Within P10–P90</th><th scope="col" class="num">Bias</th></tr></thead>
          <tbody>{report.Scores.Select(s => Html.Of($"""
            <tr><th scope="row">{ForecastWords.Model(s.Model)}{Badge(s.Model)}</th><td class="num" data-label="Days">{s.Origins}</td>
            <td class="num" data-label="MAPE">{ForecastWords.Percent(s.Mape)}</td><td class="num" data-label="WAPE">{ForecastWords.Percent(s.Wape)}</td><td class="num" data-label="Pinball">{s.Pinball.ToString("0.00")}</td>
            <td class="num" data-label="Within P10–P90">{ForecastWords.Share(s.Coverage)}</td><td class="num" data-label="Bias">{Signed(s.Bias)}</td></tr>
            """))}</tbody>
        </table>
        {Points(report)}
        """);

        Html Badge(ForecastModel model) => isUsed && model == report.Used() ? Html.Of($""" <span class="badge good">used</span>""")
            : model == report.Winner && report.ScoreOf(model)?.Wape is not null ? Html.Of($""" <span class="badge good">did best</span>""") : Html.Nothing;
    }

    private static Html Points(BacktestReport report)
    {
        var points = report.Points.Where(p => p.IsWholeHorizon && p.Of(report.Winner) is not null).OrderByDescending(p => p.Origin).Take(MostPoints).Reverse().ToList();
        return points.Count == 0 ? Html.Nothing : Html.Of($"""
            <h3>The last of these days</h3>
            <table>
              <caption class="unseen">Forecasts made on past days, and what came</caption>
              <thead><tr><th scope="col">From</th><th scope="col" class="num">Forecast</th><th scope="col" class="num">P10–P90</th><th scope="col" class="num">Came</th><th scope="col">Within</th></tr></thead>
              <tbody>{points.Select(p => Point(p, p.Of(report.Winner)!.Range))}</tbody>
            </table>
            """);

        static Html Point(BacktestPoint point, ForecastRange said) => Html.Of($"""
            <tr><th scope="row">{point.Origin.ToString("yyyy-MM-dd")}</th><td class="num" data-label="Forecast">{ForecastWords.Number(said.Expected)}</td><td class="num" data-label="P10–P90">{ForecastWords.Range(said)}</td>
            <td class="num" data-label="Came">{ForecastWords.Number(point.Actual)}</td><td data-label="Within">{(said.P10 <= point.Actual && point.Actual <= said.P90 ? "yes" : "no")}</td></tr>
            """);
    }

    private static string Signed(double? percent) => percent is { } number ? number.ToString("+0.0 '%';−0.0 '%';0.0 '%'", System.Globalization.CultureInfo.InvariantCulture) : "–";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
