using System.Globalization;

namespace CreditBridge.Sandbox.Pages;

/// <summary>The rows of the forecast as a report of the CRM would show them.</summary>
internal static class ForecastPage
{
    public static Html Render(Crm crm)
    {
        var made = crm.Forecast.Max(row => row.MadeAt);
        var model = crm.Forecast.FirstOrDefault(row => row.MadeAt == made)?.Model;
        var most = crm.Forecast.Where(row => row.Kind == "Week").Max(row => row.Upper) ?? 0m;
        var parts = crm.Forecast.GroupBy(row => (row.Kind, row.Part)).OrderBy(part => Order(part.Key.Part)).ThenBy(part => part.Key.Kind == "Whole span");
        return Layout.Page("Review forecast", "/forecast", Html.Of($"""
            <h1>Credit reviews to come</h1>
            {(crm.Forecast.Count == 0
                ? Html.Of($"""<p class="empty">No forecast has been written yet.</p>""")
                : Html.Of($"""
                    <p class="lead">{model}</p>
                    <p class="quiet">Made {Show.Moment(made)}. The bar is where the number will be in eight weeks out of ten; the mark is the middle.</p>
                    {parts.Select(part => Table(part.Key.Kind, part.Key.Part, part, most))}
                    """))}
            """));
    }

    private static int Order(string? part) => part switch { "All" => 0, "Type" => 1, "Team" => 2, _ => 3 };

    private static Html Table(string? kind, string? part, IEnumerable<ForecastView> rows, decimal most) => Html.Of($"""
        <section class="card">
          <h2>{(part == "All" ? "All reviews" : $"By {part?.ToLowerInvariant()}")}{(kind == "Whole span" ? ", all weeks together" : ", by week")}</h2>
          <table class="list">
            <thead><tr>
              <th scope="col">{(kind == "Whole span" ? "From" : "Week of")}</th>
              {Html.When(part != "All", $"""<th scope="col">{part}</th>""")}
              <th scope="col" class="num">Expected</th>
              <th scope="col">P10 to P90</th>
              <th scope="col" class="num">Amount</th>
              <th scope="col" class="num">Hours</th>
              <th scope="col" class="num">Carried over</th>
              <th scope="col" class="num">Capacity</th>
              <th scope="col" class="num">Late</th>
            </tr></thead>
            <tbody>{rows.Select(row => Row(row, part, kind == "Week" ? most : row.Upper ?? 0m))}</tbody>
          </table>
        </section>
        """);

    private static Html Row(ForecastView row, string? part, decimal most) => Html.Of($"""
        <tr>
          <th scope="row" class="date">{Show.Date(row.PeriodStart)}</th>
          {Html.When(part != "All", $"""<td data-label="{part}">{Show.Text(row.Name)}</td>""")}
          <td data-label="Expected" class="num">{Number(row.Expected)}</td>
          <td data-label="P10 to P90">{Interval(row, most)} <small>{Number(row.Lower)} to {Number(row.Upper)}</small></td>
          <td data-label="Amount" class="num">{Show.Money(row.Amount is { } amount ? decimal.Round(amount) : null, row.Currency)}</td>
          <td data-label="Hours" class="num">{Number(row.WorkHours)}</td>
          <td data-label="Carried over" class="num">{Number(row.CarriedHours)}</td>
          <td data-label="Capacity" class="num">{(row.WorkHours + (row.CarriedHours ?? 0m) > row.CapacityHours ? Html.Of($"""<span class="neg">{Number(row.CapacityHours)}</span>""") : Html.Of($"{Number(row.CapacityHours)}"))}</td>
          <td data-label="Late" class="num">{(row.BreachPercent is { } late ? Show.Percent(late / 100m) : "–")}</td>
        </tr>
        """);

    private static Html Interval(ForecastView row, decimal most)
    {
        if (most <= 0m || row is not { Lower: { } lower, Upper: { } upper })
            return Html.Nothing;
        return Html.Of($"""
            <svg width="100%" height="12" role="img" aria-label="{Number(lower)} to {Number(upper)}"><rect class="room" x="0" width="100%" height="12"/><rect class="owed" x="{Share(lower)}" width="{Share(upper - lower)}" height="12"/>{Html.When(row.Median is not null, $"""<rect class="deal" x="{Share(row.Median ?? 0m)}" width="3" height="12"/>""")}</svg>
            """);

        string Share(decimal part) => Math.Clamp(100m * part / most, 0m, 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%";
    }

    private static string Number(decimal? value) => value is { } number ? Show.Number(number, "0.#") : "–";
}
