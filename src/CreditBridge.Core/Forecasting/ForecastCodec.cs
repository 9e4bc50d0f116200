using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Core.Forecasting;

/// <summary>Turns forecasts and replays into stored ones and back.</summary>
public static class ForecastCodec
{
    /// <summary>The forecast as it is kept.</summary>
    public static StoredForecast Encode(WorkloadForecast forecast) =>
        new(ForecastKind.Workload, forecast.AsOfDate, forecast.MadeAt, JsonSerializer.SerializeToUtf8Bytes(forecast, ForecastJson.Default.WorkloadForecast));

    /// <summary>The replay as it is kept.</summary>
    public static StoredForecast Encode(BacktestReport report, DateOnly asOf, DateTimeOffset madeAt) =>
        new(ForecastKind.Backtest, asOf, madeAt, JsonSerializer.SerializeToUtf8Bytes(report, ForecastJson.Default.BacktestReport));

    /// <summary>The forecast that was kept.</summary>
    /// <exception cref="JsonException">The bytes are not a forecast: the store is damaged.</exception>
    public static WorkloadForecast DecodeForecast(StoredForecast stored) =>
        JsonSerializer.Deserialize(stored.Payload, ForecastJson.Default.WorkloadForecast) ?? throw new JsonException($"The stored forecast of {stored.AsOf:yyyy-MM-dd} is empty.");

    /// <summary>The replay that was kept.</summary>
    /// <exception cref="JsonException">The bytes are not a replay: the store is damaged.</exception>
    public static BacktestReport DecodeBacktest(StoredForecast stored) =>
        JsonSerializer.Deserialize(stored.Payload, ForecastJson.Default.BacktestReport) ?? throw new JsonException($"The stored replay of {stored.AsOf:yyyy-MM-dd} is empty.");
}

/// <summary>How forecasts are written as JSON: camel case, enumerations as words, nothing for what is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(WorkloadForecast))]
[JsonSerializable(typeof(BacktestReport))]
internal sealed partial class ForecastJson : JsonSerializerContext;
