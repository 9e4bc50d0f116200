using System.Globalization;
using System.Text;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Delivery.Charts;
using CreditBridge.Worker.Delivery.Mail;
using CreditBridge.Worker.Hosting.Forecasts;
using CreditBridge.Worker.Http;

namespace CreditBridge.Worker.Delivery.Forecasts;

/// <summary>
/// The forecast as a mail: HTML whose bars are table cells with background colours, because mail clients show neither drawings nor style sheets reliably; the same as plain text; the
/// numbers as CSV.
/// </summary>
internal static class ForecastMail
{
    // In percent of its cell, which is narrower on a phone.
    private const int BarWidth = 100;
    private const int MostDrivers = 8;
    private const int TextBar = 20;
    private const string BarNote = "Reviews per week, expected and (in brackets) the range in which four of five outcomes lie. The bar: dark is nearly certain, middle is expected, light is possible. "
        + "Late: chance that a review that comes in the week is not done in time.";
    private const string Font = "font-family:Arial,Helvetica,sans-serif;color:#17212b;";
    private const string Cell = "padding:5px 6px 5px 0;border-bottom:1px solid #dfe4ea;font-size:14px;" + Font;
    private const string Note = "font-size:14px;line-height:1.5;margin:0 0 10px;padding:8px 12px;background-color:#fcf1d8;border-left:4px solid #7a5200;" + Font;
    private const string Heading = "padding:5px 6px 5px 0;border-bottom:2px solid #55626f;font-size:12px;text-align:left;font-family:Arial,Helvetica,sans-serif;color:#55626f;";

    /// <summary>The mail.</summary>
    /// <param name="view">What is said.</param>
    /// <param name="forecast">The forecast.</param>
    /// <param name="to">Who receives it.</param>
    /// <param name="id">Identity of the mail; null for a new one.</param>
    public static MailMessage Of(ForecastView view, WorkloadForecast forecast, IReadOnlyList<string> to, string? id) =>
        new(Subject(forecast), Text(view, forecast), to)
        {
            Html = Markup(view, forecast).Markup,
            Id = id,
            Attachments = [new MailFile($"credit-forecast-{forecast.AsOfDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv", "text/csv; charset=utf-8", ForecastCsv.File(forecast))],
        };

    private static string Subject(WorkloadForecast forecast) => forecast.Weeks.Count == 0
        ? "Credit reviews to come"
        : $"Credit reviews to come: {ForecastWords.WithRange(forecast.Weeks[0].Reviews)} in {ForecastWords.Week(forecast.Weeks[0])}";

    /// <summary>The plain text: the same numbers, within 78 columns.</summary>
    public static string Text(ForecastView view, WorkloadForecast forecast)
    {
        var text = new StringBuilder();
        Paragraph(text, ForecastWords.Headline(forecast));
        foreach (var line in Notes(view, forecast).Append(OpenNow(view)).OfType<string>())
            Paragraph(text, line);
        var most = Most(forecast);
        text.Append("Week            Reviews  Range     Hours      Late\n");
        foreach (var week in forecast.Weeks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{ForecastWords.Week(week),-15} {ForecastWords.Number(week.Reviews.Expected),7}  {ForecastWords.Range(week.Reviews),-9}")
                .Append(CultureInfo.InvariantCulture, $"{ForecastWords.Hours(week),-11}{(week.BreachProbability is { } late ? ForecastWords.Share(late) : "-"),5}  ")
                .Append(BlockBar.Of(week.Reviews, most, TextBar)).Append('\n');
        }

        text.Append("\nReviews: as many are expected.\nRange: four of five outcomes lie in it (P10-P90).\nThe bar: full is nearly certain, dense is expected, light is possible.\nHours: what comes and what is carried over, of the hours that the team can\nwork.\nLate: chance that a review that comes in the week is not done in time.\n\n");
        foreach (var dimension in Enum.GetValues<ForecastDimension>())
        {
            var slices = forecast.Slices.Where(s => s.Dimension == dimension).ToList();
            if (slices.Count == 0)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"{ForecastWords.By(dimension)}, all weeks together\n");
            foreach (var slice in slices)
                text.Append(CultureInfo.InvariantCulture, $"  {MailText.OneLine(ForecastWords.Name(slice)),-24} {ForecastWords.Number(slice.Weeks.Sum(w => w.Reviews.Expected)),6} reviews {ForecastWords.Number(slice.Weeks.Sum(w => w.WorkHours.Expected)),6} hours  late {ForecastWords.LikeliestLate(slice)}\n");
            text.Append('\n');
        }

        if (forecast.Drivers.Count > 0)
        {
            text.Append("Deals behind it\n");
            foreach (var driver in forecast.Drivers.Take(MostDrivers))
                Paragraph(text, $"- {MailText.OneLine(driver.Name ?? driver.DealKey)}{(driver.Amount is { } amount ? $", {ForecastWords.Short(amount)}" : "")}: {driver.Why}", blank: false);
            text.Append('\n');
        }

        Paragraph(text, ForecastWords.Standing(forecast));
        return text.ToString();
    }

    private static Html Markup(ForecastView view, WorkloadForecast forecast)
    {
        var most = Most(forecast);
        return Html.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>{Subject(forecast)}</title></head>
            <body style="margin:0;padding:0;background-color:#f4f6f8;" bgcolor="#f4f6f8">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f6f8"><tr><td align="center" style="padding:12px 2px;">
            <table role="presentation" width="680" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width:100%;max-width:680px;background-color:#ffffff;"><tr><td style="padding:16px 12px;{Font}">
            <h1 style="font-size:20px;line-height:1.3;margin:0 0 10px;{Font}">Credit reviews to come</h1>
            <p style="font-size:15px;line-height:1.5;margin:0 0 12px;{Font}"><b>{ForecastWords.Headline(forecast)}</b></p>
            {Notes(view, forecast).Select(n => Html.Of($"""<p style="{Note}">{n}</p>"""))}
            {(OpenNow(view) is { } open ? Html.Of($"""<p style="font-size:14px;line-height:1.5;margin:0 0 10px;{Font}">{open}</p>""") : Html.Nothing)}
            <table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;margin:8px 0 6px;">
            <caption style="text-align:left;font-size:13px;padding:0 0 6px;font-family:Arial,Helvetica,sans-serif;color:#55626f;">{BarNote}</caption>
            <thead><tr><th scope="col" style="{Heading}">Week</th><th scope="col" style="{Heading}">Reviews</th><th scope="col" style="{Heading}"><span>Bar</span></th><th scope="col" style="{Heading}">Hours</th><th scope="col" style="{Heading}">Late</th></tr></thead>
            <tbody>{forecast.Weeks.Select(w => Row(w, most))}</tbody></table>
            {Enum.GetValues<ForecastDimension>().Select(d => Part(forecast, d))}
            {Drivers(forecast)}
            <p style="font-size:13px;line-height:1.5;margin:14px 0 0;font-family:Arial,Helvetica,sans-serif;color:#55626f;">{ForecastWords.Standing(forecast)}</p>
            <p style="font-size:13px;line-height:1.5;margin:8px 0 0;font-family:Arial,Helvetica,sans-serif;color:#55626f;">Forecast of {forecast.AsOfDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} by CreditBridge, policy {forecast.PolicyVersion}. Every number is in the attached CSV file.</p>
            </td></tr></table></td></tr></table></body></html>

            """);
    }

    private static Html Row(ForecastWeek week, double most) => Html.Of($"""
        <tr><th scope="row" style="{Cell}text-align:left;font-weight:normal;">{ForecastWords.Week(week)}</th>
        <td style="{Cell}"><b>{ForecastWords.Number(week.Reviews.Expected)}</b> ({ForecastWords.Range(week.Reviews)})</td>
        <td style="{Cell}" width="30%">{Bar(week.Reviews, most)}</td>
        <td style="{Cell}{(week.LoadHours > week.CapacityHours ? "color:#9c2418;font-weight:bold;" : "")}">{ForecastWords.Hours(week)}</td>
        <td style="{Cell}white-space:nowrap;">{(week.BreachProbability is { } late ? ForecastWords.Share(late) : "–")}</td></tr>
        """);

    private static Html Bar(ForecastRange range, double most)
    {
        var (sure, expected, possible) = BlockBar.Parts(range, most, BarWidth);
        var rest = BarWidth - sure - expected - possible;
        return Html.Of($"""
            <table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="width:100%;border-collapse:collapse;table-layout:fixed;"><tr>{Piece(sure, "#0b4f79")}{Piece(expected, "#3f8fc0")}{Piece(possible, "#bcd9ea")}{Piece(rest, "#ffffff")}</tr></table>
            """);
    }

    private static Html Piece(int width, string colour) => width <= 0 ? Html.Nothing
        : Html.Of($"""<td width="{Plain(width)}%" height="14" bgcolor="{colour}" style="width:{Plain(width)}%;height:14px;background-color:{colour};font-size:0;line-height:14px;">&nbsp;</td>""");

    private static Html Part(WorkloadForecast forecast, ForecastDimension dimension)
    {
        var slices = forecast.Slices.Where(s => s.Dimension == dimension).ToList();
        return slices.Count == 0 ? Html.Nothing : Html.Of($"""
            <table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;margin:14px 0 6px;">
            <thead><tr><th scope="col" style="{Heading}">{ForecastWords.By(dimension)}, all weeks</th><th scope="col" style="{Heading}">Reviews</th><th scope="col" style="{Heading}">Hours to come</th>
            <th scope="col" style="{Heading}">Open now, hours</th><th scope="col" style="{Heading}">Late at most</th></tr></thead>
            <tbody>{slices.Select(Line)}</tbody></table>
            """);

        static Html Line(ForecastSlice slice) => Html.Of($"""
            <tr><th scope="row" style="{Cell}text-align:left;font-weight:normal;">{ForecastWords.Name(slice)}</th><td style="{Cell}">{ForecastWords.Number(slice.Weeks.Sum(w => w.Reviews.Expected))}</td>
            <td style="{Cell}">{ForecastWords.Number(slice.Weeks.Sum(w => w.WorkHours.Expected))}</td>
            <td style="{Cell}">{(slice.Weeks.Count > 0 ? ForecastWords.Carried(slice.Weeks[0]) : "–")}</td><td style="{Cell}">{ForecastWords.LikeliestLate(slice)}</td></tr>
            """);
    }

    private static Html Drivers(WorkloadForecast forecast) => forecast.Drivers.Count == 0 ? Html.Nothing : Html.Of($"""
        <h2 style="font-size:15px;margin:16px 0 6px;{Font}">Deals behind it</h2>
        <ul style="margin:0 0 6px;padding-left:18px;">{forecast.Drivers.Take(MostDrivers).Select(d => Html.Of($"""<li style="font-size:14px;line-height:1.5;{Font}"><b>{d.Name ?? d.DealKey}</b>{(d.Amount is { } amount ? $", {ForecastWords.Short(amount)}" : "")}: {d.Why}</li>"""))}</ul>
        """);

    // What a person should know before reading numbers.
    private static IEnumerable<string> Notes(ForecastView view, WorkloadForecast forecast)
    {
        if (view.Refusal is { } refusal)
            yield return $"This forecast is not of today. {refusal.Message} {refusal.NextStep}";
        if (ForecastWords.Tightest(forecast) is { } tight)
            yield return tight;
        foreach (var warning in forecast.Warnings)
            yield return $"{warning.Message} {warning.NextStep}";
    }

    // The work that is there is no warning.
    private static string? OpenNow(ForecastView view) => view.Open is not { Reviews: > 0 } open ? null
        : $"Open now: {open.Reviews:N0} reviews, {ForecastWords.Number((double)open.Hours)} hours{(open.Breached > 0 ? $"; {open.Breached:N0} of them {(open.Breached == 1 ? "is" : "are")} late" : "")}.";

    private static double Most(WorkloadForecast forecast) => forecast.Weeks.Select(w => Math.Max(w.Reviews.P90, w.Reviews.Expected)).DefaultIfEmpty(0).Max();

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Paragraph(StringBuilder text, string words, bool blank = true)
    {
        var length = 0;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (length > 0 && length + 1 + word.Length > 78)
            {
                text.Append('\n');
                length = 0;
            }

            text.Append(length > 0 ? " " : "").Append(word);
            length += word.Length + (length > 0 ? 1 : 0);
        }

        text.Append(blank ? "\n\n" : "\n");
    }
}
