using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;
using Fields = CreditBridge.Abstractions.Fields.CreditFields.ReviewForecast;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// The forecast as rows for reports in the CRM: week by week for all reviews and for each type, region and team. A row is found by a key of ours, so that the next forecast
/// changes it until the work of its week has begun; then it keeps what was expected of the whole week. Numbers are rounded to what a reader can use, so that a forecast that says the same writes nothing.
/// </summary>
public static class ForecastRows
{
    private const string NoMore = "Not forecast any more";
    private const int MostNames = 40;

    /// <summary>What is asked of the outbox.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="connection">The connection of the CRM.</param>
    /// <param name="accepts">Which fields it takes.</param>
    /// <param name="first">The first Monday of which rows are written; later than today's once people have begun to work, because then only the hours that are left of the week are known.</param>
    public static IReadOnlyList<OutboxChange> Changes(WorkloadForecast forecast, string connection, Func<CreditField, bool> accepts, DateOnly first) =>
        [.. Project(forecast).Where(w => MondayOf(w) >= first).Select(w => new OutboxChange(connection, w.Target, standing => OutboxPlanner.Plan(connection, w, standing, accepts)))];

    /// <summary>
    /// What becomes of rows of coming weeks, and of one that begins on this day and is still written, that the forecast before had and this one has not: fewer weeks are forecast, or a
    /// part is no more. They are emptied; one that was never written is not made.
    /// </summary>
    /// <param name="before">The forecast before.</param>
    /// <param name="forecast">This one.</param>
    /// <param name="connection">The connection of the CRM.</param>
    /// <param name="accepts">Which fields it takes.</param>
    /// <param name="first">The first Monday of which rows are written.</param>
    public static IReadOnlyList<OutboxChange> Withdrawals(WorkloadForecast before, WorkloadForecast forecast, string connection, Func<CreditField, bool> accepts, DateOnly first)
    {
        var still = Project(forecast).Select(r => r.Target).ToHashSet();
        return
        [
            .. from row in Project(before)
               where !still.Contains(row.Target) && MondayOf(row) >= first
               let emptied = new FieldWrite(row.Target, row.Values.ToDictionary(v => v.Key, v => IsFigure(v.Key) ? FieldValue.Empty : v.Key == Fields.Model ? FieldValue.Text(NoMore)
                   : v.Key == Fields.MadeAt ? FieldValue.Instant(forecast.MadeAt) : v.Value))
               select new OutboxChange(connection, row.Target, standing => standing is null ? OutboxPlan.Keep : OutboxPlanner.Plan(connection, emptied, standing, accepts)),
        ];
    }

    /// <summary>
    /// The rows, of whole weeks only. A forecast of Tuesday knows what is left of its week and not what the week was expected to bring: the row of that week is none of its business.
    /// </summary>
    public static IReadOnlyList<FieldWrite> Project(WorkloadForecast forecast)
    {
        var model = forecast.Standing is { Score.Wape: { } wape } ? $"{Words(forecast.Model)}; off by {Round(wape, 1):0.#} % in replays" : Words(forecast.Model);
        var rows = new List<FieldWrite>();
        var whole = forecast.Weeks.Index().Where(w => IsWhole(w.Item)).ToList();
        foreach (var (_, week) in whole)
            rows.Add(Row(forecast, "All", "", week, Tenths(week.Reviews.Expected), Tenths(week.WorkHours.Expected), model));
        foreach (var dimension in forecast.Slices.GroupBy(s => s.Dimension))
        {
            var slices = dimension.ToList();
            foreach (var (w, week) in whole)
            {
                var weeks = slices.ConvertAll(s => s.Weeks[w]);
                var reviews = AddingUp([.. weeks.Select(k => k.Reviews.Expected)], Tenths(week.Reviews.Expected));
                var hours = AddingUp([.. weeks.Select(k => k.WorkHours.Expected)], Tenths(week.WorkHours.Expected));
                for (var s = 0; s < slices.Count; s++)
                    rows.Add(Row(forecast, dimension.Key.ToString(), slices[s].Name, weeks[s], reviews[s], hours[s], model));
            }
        }

        return rows;
    }

    /// <summary>Numbers of parts in tenths that add up to the rounded whole: where each alone is rounded, a report by region loses all small ones. Those that lose most by being cut get a tenth more.</summary>
    internal static decimal[] AddingUp(double[] parts, decimal whole)
    {
        decimal[] cut = [.. parts.Select(p => Math.Floor(10 * Finite(Math.Max(0, p))) / 10)];
        var missing = (int)Math.Clamp(Math.Round(10 * (whole - cut.Sum())), 0, parts.Length);
        foreach (var at in Enumerable.Range(0, parts.Length).OrderByDescending(i => Finite(parts[i]) - cut[i]).ThenBy(i => i).Take(missing))
            cut[at] += 0.1m;
        return cut;
    }

    /// <summary>The key of a row: the Monday of its week, what it is about, and its name.</summary>
    public static string KeyOf(DateOnly firstDay, string part, string name) =>
        $"F-{Monday(firstDay):yyyy-MM-dd}-{part}" + (part == "All" ? "" : "-" + Short(name));

    /// <summary>What a model is called, wherever people read of it.</summary>
    public static string Words(ForecastModel model) => model switch
    {
        ForecastModel.Blend => "Stages, ages and recent pace",
        ForecastModel.Hazard => "Stages and ages",
        ForecastModel.RunRate => "Run rate",
        ForecastModel.SeasonalNaive => "Same period before",
        ForecastModel.StageProbability => "Stage probabilities",
        _ => model.ToString(),
    };

    private static FieldWrite Row(WorkloadForecast forecast, string part, string name, ForecastWeek week, decimal reviews, decimal hoursToCome, string model)
    {
        var values = new Dictionary<CreditField, FieldValue>
        {
            [Fields.Kind] = FieldValue.Text("Week"),
            [Fields.PeriodStart] = FieldValue.Date(Monday(week.FirstDay)),
            [Fields.Part] = FieldValue.Text(part),
            [Fields.Type] = FieldValue.Text(part == nameof(ForecastDimension.Type) ? Named(name) : null),
            [Fields.Region] = FieldValue.Text(part == nameof(ForecastDimension.Region) ? Named(name) : null),
            [Fields.Team] = FieldValue.Text(part == nameof(ForecastDimension.Team) ? Named(name) : null),
            [Fields.Expected] = FieldValue.Number(reviews),
            [Fields.Lower] = FieldValue.Number(Round(week.Reviews.P10, 1)),
            [Fields.Median] = FieldValue.Number(Round(week.Reviews.P50, 1)),
            [Fields.Upper] = FieldValue.Number(Round(week.Reviews.P90, 1)),
            [Fields.ExpectedAmount] = FieldValue.Number(decimal.Round(week.Amount.Expected.Amount, 0)),
            [Fields.Currency] = FieldValue.Text(forecast.Currency.ToString()),
            [Fields.WorkHours] = FieldValue.Number(hoursToCome),
            [Fields.CarriedHours] = FieldValue.Number(week.CarriedHours is { } carried ? Round(carried, 1) : null),
            [Fields.CapacityHours] = FieldValue.Number(week.CapacityHours is { } hours ? Round(hours, 1) : null),
            [Fields.BreachPercent] = FieldValue.Number(week.BreachProbability is { } chance ? Round(100 * chance, 0) : null),
            [Fields.Model] = FieldValue.Text(model),
            [Fields.MadeAt] = FieldValue.Instant(forecast.MadeAt),
        };
        return new FieldWrite(new TargetRecord(RecordKind.ReviewForecast, KeyOf(week.FirstDay, part, name)), values);
    }

    private static DateOnly MondayOf(FieldWrite row) => (DateOnly)row.Values[Fields.PeriodStart].Content!;

    private static bool IsFigure(CreditField field) => field.Type is FieldType.Number or FieldType.Amount;

    private static bool IsWhole(ForecastWeek week) => week.LastDay.DayNumber - week.FirstDay.DayNumber == 6;

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Named(string name) => name.Length == 0 ? "Not stated" : name;

    private static decimal Tenths(double number) => Round(number, 1);

    private static decimal Round(double number, int digits) => Math.Round(Finite(number), digits, MidpointRounding.AwayFromZero);

    private static decimal Finite(double number) => double.IsFinite(number) && Math.Abs(number) < 1e15 ? (decimal)number : 0m;

    // Names of people's making in a key that has room for 80 characters: readable where they can be, told apart in any case.
    private static string Short(string name)
    {
        if (name.Length is > 0 and <= MostNames && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return name;
        var readable = string.Concat(name.Take(MostNames - 10).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return $"{readable}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }
}
