using System.Globalization;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Http;

namespace CreditBridge.Worker.Delivery.Charts;

/// <summary>
/// Weeks side by side: a box from P10 to P90, a line at the expected number, what is there already below it, and the capacity as a dashed line. Drawn by the server; colours come from the page's style sheet, so that
/// the same drawing is good on light, dark and paper. The numbers stand in a table beside it.
/// </summary>
internal static class BandChart
{
    private const int Left = 44;
    private const int Right = 10;
    private const int Top = 22;
    private const int Bottom = 30;
    private const int Grids = 4;
    private const int LabelWidth = 56;
    private const int LabelHeight = 12;
    private const int LabelGap = 5;

    /// <summary>Draws the chart.</summary>
    /// <param name="id">Identity within the page, letters and digits.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">The same in a sentence for who does not see it.</param>
    /// <param name="weeks">The weeks, at least one.</param>
    /// <param name="width">Width of the drawing; text keeps its size when the page shows it as wide.</param>
    /// <param name="height">Height.</param>
    /// <param name="css">Class of the drawing.</param>
    public static Html Draw(string id, string title, string description, IReadOnlyList<ChartWeek> weeks, int width, int height, string css)
    {
        var top = NiceTop(weeks.Max(w => Math.Max(Math.Max(w.Range.P90, w.Range.Expected), w.Capacity ?? 0)));
        var slot = (width - Left - Right) / (double)weeks.Count;
        var every = Math.Max(1, (int)Math.Ceiling(LabelWidth / slot));
        return Html.Of($"""
            <svg class="chart {css}" viewBox="0 0 {N(width)} {N(height)}" width="{N(width)}" height="{N(height)}" role="img" aria-labelledby="{id}-t {id}-d">
            <title id="{id}-t">{title}</title>
            <desc id="{id}-d">{description}</desc>
            {Enumerable.Range(0, Grids + 1).Select(Grid)}
            {weeks.Select(Week)}
            {Capacity()}
            {weeks.Select(Label)}
            </svg>
            """);

        double Y(double value) => Top + ((height - Top - Bottom) * (1 - (value / top)));

        Html Grid(int at)
        {
            var value = top * at / Grids;
            return Html.Of($"""
                <line class="grid" x1="{N(Left)}" x2="{N(width - Right)}" y1="{N(Y(value))}" y2="{N(Y(value))}"/><text class="tick" x="{N(Left - 6)}" y="{N(Y(value) + 4)}" text-anchor="end">{Tick(value)}</text>
                """);
        }

        Html Week(ChartWeek week, int at)
        {
            var (x, box) = (Left + (slot * at), Math.Min(slot * 0.66, 54));
            var start = x + ((slot - box) / 2);
            var (high, low, middle) = (Y(week.Range.P90), Y(week.Range.P10), Y(week.Range.Expected));
            var over = week.Capacity is { } capacity && week.Range.Expected > capacity;
            return Html.Of($"""
                {(week.Carried > 0 ? Html.Of($"""<rect class="carried" x="{N(start)}" y="{N(Y(week.Carried))}" width="{N(box)}" height="{N(Y(0) - Y(week.Carried))}"/>""") : Html.Nothing)}
                <rect class="band{(over ? " over" : "")}" x="{N(start)}" y="{N(high)}" width="{N(box)}" height="{N(Math.Max(1.5, low - high))}" rx="2"/>
                <line class="mean{(over ? " over" : "")}" x1="{N(start)}" x2="{N(start + box)}" y1="{N(middle)}" y2="{N(middle)}"/>
                {(at % every == 0 ? Html.Of($"""<text class="tick" x="{N(x + (slot / 2))}" y="{N(height - 10)}" text-anchor="middle">{week.Label}</text>""") : Html.Nothing)}
                """);
        }

        Html Label(ChartWeek week, int at) => slot >= 26 || at % every == 0
            ? Html.Of($"""<text class="value" x="{N(Left + (slot * (at + 0.5)))}" y="{N(LabelY(week))}" text-anchor="middle">{Tick(week.Range.Expected)}</text>""") : Html.Nothing;

        // Above the box; where the line of the capacity would strike it through, above that.
        double LabelY(ChartWeek week)
        {
            var foot = Y(Math.Max(week.Range.P90, week.Range.Expected)) - LabelGap;
            return week.Capacity is { } capacity && Y(capacity) is var line && line > foot - LabelHeight && line < foot + LabelGap ? Math.Min(foot, line - LabelGap) : foot;
        }

        Html Capacity()
        {
            var lines = new List<Html>();
            for (var at = 0; at < weeks.Count; at++)
            {
                if (weeks[at].Capacity is { } hours)
                    lines.Add(Html.Of($"""<line class="capacity" x1="{N(Left + (slot * at))}" x2="{N(Left + (slot * (at + 1)))}" y1="{N(Y(hours))}" y2="{N(Y(hours))}"/>"""));
            }

            return Html.Of($"{lines}");
        }
    }

    // The axis ends at a number that divides well.
    internal static double NiceTop(double most)
    {
        if (!double.IsFinite(most) || most <= 0)
            return Grids;
        var step = most * 1.08 / Grids;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(step)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5, 10])
        {
            if (factor * unit >= step)
                return Grids * factor * unit;
        }

        return Grids * 10 * unit;
    }

    private static string Tick(double value) => value.ToString(value >= 10_000 ? "#,##0,k" : value >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture);

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>A week of a chart.</summary>
/// <param name="Label">Its label, such as "23 Nov".</param>
/// <param name="Range">The expected number and its range.</param>
/// <param name="Capacity">What can be done; null when nobody knows.</param>
internal sealed record ChartWeek(string Label, ForecastRange Range, double? Capacity)
{
    /// <summary>Of the number, what is there already.</summary>
    public double Carried { get; init; }
}
