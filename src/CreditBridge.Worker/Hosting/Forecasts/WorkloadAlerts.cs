using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Delivery.Forecasts;

namespace CreditBridge.Worker.Hosting.Forecasts;

/// <summary>Tells of weeks within the next month for which more work is expected than there are hours.</summary>
internal sealed class WorkloadAlerts(IForecastStore forecasts) : IAlertSource
{
    private const int DaysAhead = 28;

    /// <inheritdoc />
    public IReadOnlyList<AlertKind> Kinds { get; } = [AlertKind.WorkloadAboveCapacity];

    /// <inheritdoc />
    public async Task<IReadOnlyList<Alert>> FindAsync(AsOf asOf, CancellationToken cancellationToken) =>
        await forecasts.GetLatestAsync(ForecastKind.Workload, cancellationToken) is { } stored ? Of(ForecastCodec.DecodeForecast(stored), asOf.BusinessDate) : [];

    internal static IReadOnlyList<Alert> Of(WorkloadForecast forecast, DateOnly today) =>
    [
        .. forecast.Weeks.Where(w => w.LastDay >= today && w.FirstDay <= today.AddDays(DaysAhead) && w.LoadHours > w.CapacityHours).Select(w => new Alert(
            // The week by its Sunday: a week that has begun is the same week.
            $"workload/{w.LastDay:yyyy-MM-dd}",
            AlertKind.WorkloadAboveCapacity,
            AlertSeverity.Warning,
            $"More credit reviews than hours, {ForecastWords.Week(w)}",
            $"{ForecastWords.Number(w.Reviews.Expected)} credit reviews are expected ({ForecastWords.Range(w.Reviews)}), {ForecastWords.Number(w.LoadHours)} hours of work for {ForecastWords.Number(w.CapacityHours!.Value)} hours{ForecastWords.OfThemCarried(w)}. "
                + "Send applications early and complete, and move what can wait.")),
    ];
}
