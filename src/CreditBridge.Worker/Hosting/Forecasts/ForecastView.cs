using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Forecasting;

namespace CreditBridge.Worker.Hosting.Forecasts;

/// <summary>Everything that people are shown about the reviews to come: page, mail, terminal and JSON say the same.</summary>
/// <param name="Now">When it was put together.</param>
internal sealed record ForecastView(DateTimeOffset Now)
{
    /// <summary>The forecast; null when there is none.</summary>
    public WorkloadForecast? Forecast { get; init; }

    /// <summary>Why there is no forecast, or none of today; null when there is.</summary>
    public Failure? Refusal { get; init; }

    /// <summary>What the last replay over the past came to; null before the first.</summary>
    public BacktestReport? Backtest { get; init; }

    /// <summary>The day of that replay.</summary>
    public DateOnly? BacktestOf { get; init; }

    /// <summary>How forecasts that were really made compare with what came; empty while no forecast week is over.</summary>
    public IReadOnlyList<PastScore> Past { get; init; } = [];

    /// <summary>The work that is there already; null while nobody counts reviews.</summary>
    public OpenWork? Open { get; init; }

    /// <summary>What became of the last forecast mail; null while none was due.</summary>
    public MailStanding? Mail { get; init; }
}

/// <summary>Reviews that are open now.</summary>
/// <param name="Reviews">How many.</param>
/// <param name="Hours">Their work in hours.</param>
/// <param name="Waiting">Of these, how many wait for something that sales owes.</param>
/// <param name="Breached">Of these, how many are late.</param>
internal sealed record OpenWork(long Reviews, decimal Hours, long Waiting, long Breached);
