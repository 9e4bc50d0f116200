using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Forecasting;

/// <summary>Keeps the forecasts that were made, one of each kind and day, and reads what they are made from.</summary>
public interface IForecastStore
{
    /// <summary>Keeps a forecast in place of an earlier one of the same kind and day, and asks the outbox for what shows it in the CRM, in one transaction.</summary>
    /// <returns>How many records of the CRM are to be written.</returns>
    Task<long> AddAsync(StoredForecast forecast, IReadOnlyList<OutboxChange> outbox, CancellationToken cancellationToken);

    /// <summary>The newest of a kind; null when there is none.</summary>
    Task<StoredForecast?> GetLatestAsync(ForecastKind kind, CancellationToken cancellationToken);

    /// <summary>All of a kind from a day on, by day. Streams.</summary>
    IAsyncEnumerable<StoredForecast> ListAsync(ForecastKind kind, DateOnly from, CancellationToken cancellationToken);

    /// <summary>Of each forecast of a kind from a day on its day and when it was made, by day: tells what has changed without reading it.</summary>
    Task<IReadOnlyList<(DateOnly AsOf, DateTimeOffset MadeAt)>> ListDaysAsync(ForecastKind kind, DateOnly from, CancellationToken cancellationToken);

    /// <summary>The one of a kind and day; null when there is none.</summary>
    Task<StoredForecast?> FindAsync(ForecastKind kind, DateOnly asOf, CancellationToken cancellationToken);

    /// <summary>How many records of a kind are stored.</summary>
    Task<long> CountRecordsAsync(RecordKind kind, CancellationToken cancellationToken);

    /// <summary>Records of a kind that came or changed at a moment or later, by connection and key. Streams. What was stored before history was kept is not among them.</summary>
    IAsyncEnumerable<StoredRecord> ReadChangedAsync(RecordKind kind, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What is kept of forecasts. The numbers are stored: append, never renumber.</summary>
public enum ForecastKind
{
    /// <summary>A forecast of the reviews to come.</summary>
    Workload = 1,

    /// <summary>What a replay over the past came to.</summary>
    Backtest = 2,
}

/// <summary>A forecast as it is kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="AsOf">The business day for which it was made.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Payload">The forecast as UTF-8 JSON, see <see cref="ForecastCodec"/>.</param>
public sealed record StoredForecast(ForecastKind Kind, DateOnly AsOf, DateTimeOffset MadeAt, byte[] Payload);
