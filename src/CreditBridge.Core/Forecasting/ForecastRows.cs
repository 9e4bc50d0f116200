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
/// changes it; rows of weeks that are over stay as they were last. Numbers are rounded to what a reader can use, so that a forecast that says the same writes nothing.
/// </summary>
public static class ForecastRows
{
    private const int MostNames = 40;

    /// <summary>What is asked of the outbox.</summary>
    public static IReadOnlyList<OutboxChange> Changes(WorkloadForecast forecast, string connection, Func<CreditField, bool> accepts) =>
        [.. Project(forecast).Select(w => new OutboxChange(connection, w.Target, standing => OutboxPlanner.Plan(connection, w, standing, accepts)))];

    /// <summary>The rows.</summary>
    public static IReadOnlyList<FieldWrite> Project(WorkloadForecast forecast)
    {
        var model = forecast.Standing is { Score.Wape: { } wape } ? $"{Words(forecast.Model)}; off by {Round(wape, 1):0.#} % in replays" : Words(forecast.Model);
        var rows = new List<FieldWrite>();
        AddWeeks("All", "", forecast.Weeks);
        foreach (var slice in forecast.Slices)
            AddWeeks(slice.Dimension.ToString(), slice.Name, slice.Weeks);
        return rows;

        void AddWeeks(string part, string name, IReadOnlyList<ForecastWeek> weeks)
        {
            foreach (var week in weeks)
                rows.Add(Row(forecast, part, name, week, model));
        }
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

    private static FieldWrite Row(WorkloadForecast forecast, string part, string name, ForecastWeek week, string model)
    {
        var values = new Dictionary<CreditField, FieldValue>
        {
            [Fields.Kind] = FieldValue.Text("Week"),
            [Fields.PeriodStart] = FieldValue.Date(Monday(week.FirstDay)),
            [Fields.Part] = FieldValue.Text(part),
            [Fields.Type] = FieldValue.Text(part == nameof(ForecastDimension.Type) ? Named(name) : null),
            [Fields.Region] = FieldValue.Text(part == nameof(ForecastDimension.Region) ? Named(name) : null),
            [Fields.Team] = FieldValue.Text(part == nameof(ForecastDimension.Team) ? Named(name) : null),
            [Fields.Expected] = FieldValue.Number(Round(week.Reviews.Expected, 1)),
            [Fields.Lower] = FieldValue.Number(Round(week.Reviews.P10, 1)),
            [Fields.Median] = FieldValue.Number(Round(week.Reviews.P50, 1)),
            [Fields.Upper] = FieldValue.Number(Round(week.Reviews.P90, 1)),
            [Fields.ExpectedAmount] = FieldValue.Number(decimal.Round(week.Amount.Expected.Amount, 0)),
            [Fields.Currency] = FieldValue.Text(forecast.Currency.ToString()),
            [Fields.WorkHours] = FieldValue.Number(Round(week.WorkHours.Expected, 1)),
            [Fields.CarriedHours] = FieldValue.Number(week.CarriedHours is { } carried ? Round(carried, 1) : null),
            [Fields.CapacityHours] = FieldValue.Number(week.CapacityHours is { } hours ? Round(hours, 1) : null),
            [Fields.BreachPercent] = FieldValue.Number(week.BreachProbability is { } chance ? Round(100 * chance, 0) : null),
            [Fields.Model] = FieldValue.Text(model),
            [Fields.MadeAt] = FieldValue.Instant(forecast.MadeAt),
        };
        return new FieldWrite(new TargetRecord(RecordKind.ReviewForecast, KeyOf(week.FirstDay, part, name)), values);
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Named(string name) => name.Length == 0 ? "Not stated" : name;

    private static decimal Round(double number, int digits) =>
        double.IsFinite(number) && Math.Abs(number) < 1e15 ? Math.Round((decimal)number, digits, MidpointRounding.AwayFromZero) : 0m;

    // Names of people's making in a key that has room for 80 characters: readable where they can be, told apart in any case.
    private static string Short(string name)
    {
        if (name.Length is > 0 and <= MostNames && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return name;
        var readable = string.Concat(name.Take(MostNames - 10).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return $"{readable}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }
}
