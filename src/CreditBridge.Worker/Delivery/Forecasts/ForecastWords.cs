using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Delivery.Forecasts;

/// <summary>Numbers of a forecast in the words of a credit team; the same on the page, in the mail and in the terminal.</summary>
internal static class ForecastWords
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>What is said where no deal is named.</summary>
    public const string NoDrivers = "No deal that is open now brings a review in one case of twenty or more: what comes is known otherwise, or comes of many.";

    /// <summary>"23–29 Nov", "30 Nov–6 Dec".</summary>
    public static string Week(ForecastWeek week) => week.FirstDay == week.LastDay ? Day(week.FirstDay)
        : week.FirstDay.Month == week.LastDay.Month ? $"{week.FirstDay.Day}–{Day(week.LastDay)}" : $"{Day(week.FirstDay)}–{Day(week.LastDay)}";

    /// <summary>"29 Nov".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM", Culture);

    /// <summary>"12.3"; whole from a hundred on.</summary>
    public static string Number(double number) => number.ToString(Math.Abs(number) >= 100 ? "#,##0" : "0.#", Culture);

    /// <summary>"8–17".</summary>
    public static string Range(ForecastRange range) => $"{Number(range.P10)}–{Number(range.P90)}";

    /// <summary>"12.3 (8–17)".</summary>
    public static string WithRange(ForecastRange range) => $"{Number(range.Expected)} ({Range(range)})";

    /// <summary>All work of the week: "30.5 of 40", or "30.5" when nobody knows the capacity.</summary>
    public static string Hours(ForecastWeek week) => week.CapacityHours is { } capacity ? $"{Number(week.LoadHours)} of {Number(capacity)}" : Number(week.LoadHours);

    /// <summary>Of these hours, those that are there already: ", 12 of them carried over"; empty for none.</summary>
    public static string OfThemCarried(ForecastWeek week) => week.CarriedHours is >= 0.05 and var carried ? $", {Number(carried)} of them carried over" : "";

    /// <summary>"12"; a dash when nobody knows.</summary>
    public static string Carried(ForecastWeek week) => week.CarriedHours is { } carried ? Number(carried) : "–";

    /// <summary>The week of a part in which a review is likeliest to be late, of those in which one may well come (P90): "35 % (7–13 Dec)"; a dash when there is none, or nobody knows.</summary>
    public static string LikeliestLate(ForecastSlice slice) => slice.Weeks.Where(w => w.BreachProbability is not null && w.Reviews.P90 >= 1).MaxBy(w => w.BreachProbability) is { } worst
        ? worst.BreachProbability < 0.005 ? "0 %" : $"{Share(worst.BreachProbability!.Value)} ({Week(worst)})" : "–";

    /// <summary>"12 %".</summary>
    public static string Share(double share) => string.Create(Culture, $"{100 * share:0} %");

    /// <summary>"6.4 %", or a dash.</summary>
    public static string Percent(double? percent) => percent is { } number ? string.Create(Culture, $"{number:0.0} %") : "–";

    /// <summary>"EUR 1.24 m".</summary>
    public static string Short(Money money) => Math.Abs(money.Amount) switch
    {
        >= 999_500_000m => string.Create(Culture, $"{money.Currency} {money.Amount / 1_000_000_000m:0.##} bn"),
        >= 999_500m => string.Create(Culture, $"{money.Currency} {money.Amount / 1_000_000m:0.##} m"),
        >= 9_950m => string.Create(Culture, $"{money.Currency} {money.Amount / 1_000m:0} k"),
        _ => string.Create(Culture, $"{money.Currency} {money.Amount:#,##0}"),
    };

    /// <summary>What a part of the forecast is called.</summary>
    public static string Name(ForecastSlice slice) => slice.Name.Length > 0 ? slice.Name : slice.Dimension switch
    {
        ForecastDimension.Region => "no region",
        ForecastDimension.Team => "no team",
        _ => "other",
    };

    /// <summary>"by region".</summary>
    public static string By(ForecastDimension dimension) => $"By {dimension.ToString().ToLowerInvariant()}";

    /// <summary>How a model is spoken of.</summary>
    public static string Model(ForecastModel model) => ForecastRows.Words(model);

    /// <summary>The weeks in one sentence: what a person who reads nothing else should know.</summary>
    public static string Headline(WorkloadForecast forecast)
    {
        if (forecast.Weeks.Count == 0)
            return "The forecast has no weeks.";
        var all = forecast.Weeks.Sum(w => w.Reviews.Expected);
        var hours = forecast.Weeks.Sum(w => w.WorkHours.Expected);
        var first = forecast.Weeks[0];
        return $"{Week(first)}: {WithRange(first.Reviews)} reviews, {Hours(first)} hours{OfThemCarried(first)}. {forecast.Weeks.Count} weeks: {Number(all)} reviews, {Number(hours)} hours to come.";
    }

    /// <summary>The week that is tightest, in one sentence; null when capacity is not known or no week is tight.</summary>
    public static string? Tightest(WorkloadForecast forecast)
    {
        var tight = forecast.Weeks.Where(w => w.CapacityHours is > 0 && MostHours(w) > w.CapacityHours).ToList();
        if (tight.Count == 0)
            return null;
        var worst = tight.MaxBy(w => w.Utilisation)!;
        var late = worst.BreachProbability is { } chance ? $"; a review that comes in that week is late with a chance of {Share(chance)}" : "";
        return worst.LoadHours > worst.CapacityHours
            ? $"{Week(worst)} has more work than hours: {Hours(worst)}{OfThemCarried(worst)}{late}."
            : $"{Week(worst)} may have more work than hours: up to {Number(MostHours(worst))} of {Number(worst.CapacityHours!.Value)}{late}.";
    }

    private static double MostHours(ForecastWeek week) => week.WorkHours.P90 + (week.CarriedHours ?? 0);

    /// <summary>How the forecast is made, and how well that did for past days, in plain words.</summary>
    public static string Standing(WorkloadForecast forecast)
    {
        if (forecast.Standing is not { } standing)
        {
            return forecast.Model == ForecastModel.StageProbability
                ? "It rests on the probabilities of the stages and not on the past; 'creditbridge forecast backtest' tells how these did there, as far as that is known."
                : "Not tried on the past yet: nobody knows how good this forecast is.";
        }

        var simpler = standing.Score.Model is ForecastModel.Blend or ForecastModel.Hazard ? "" : " This simpler way did better than the model, so its level is used.";
        return $"Way of forecasting: {Model(standing.Score.Model)}.{simpler} Made for {Texts.Count(standing.HorizonDays, "day")} ahead on days from {standing.FirstOrigin:yyyy-MM-dd} to {standing.LastOrigin:yyyy-MM-dd}, with only what was known then, "
            + $"it was off by {Percent(standing.Score.Wape)} in all; {Share(standing.Score.Coverage)} of what came lay within the range, 80 % is meant. Compared is how many deals come to credit’s step.";
    }
}
