using CreditBridge.Core.Forecasting;

namespace CreditBridge.Storage.Model;

/// <summary>A forecast, or a replay, of one day.</summary>
internal sealed class ForecastRow
{
    public required ForecastKind Kind { get; init; }

    /// <summary>Business date, year-month-day.</summary>
    public required string AsOf { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Compressed, see <see cref="Stores.Compressed"/>.</summary>
    public required byte[] Payload { get; init; }
}
