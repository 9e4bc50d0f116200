using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class ForecastStore(BridgeDatabase database) : IForecastStore
{
    private const int RecordsAtOnce = 5_000;

    /// <inheritdoc />
    public Task<long> AddAsync(StoredForecast forecast, IReadOnlyList<OutboxChange> outbox, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var day = Text(forecast.AsOf);
            await session.ExecuteAsync("DELETE FROM forecasts WHERE kind = @kind AND as_of = @day", cancellationToken, ("kind", (short)forecast.Kind), ("day", day));
            await session.InsertAsync(
                [new ForecastRow { Kind = forecast.Kind, AsOf = day, MadeAt = forecast.MadeAt, Payload = Compressed.Pack(forecast.Payload) }], OnConflict.Fail, cancellationToken);
            return outbox.Count == 0 ? 0 : await CrmRecords.ChangeAsync(session, outbox, database.Clock.GetUtcNow(), cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<StoredForecast?> GetLatestAsync(ForecastKind kind, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            s => s.Context.Forecasts.AsNoTracking().Where(f => f.Kind == kind).OrderByDescending(f => f.AsOf).FirstOrDefaultAsync(cancellationToken), cancellationToken);
        return row is null ? null : Stored(row);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredForecast> ListAsync(ForecastKind kind, DateOnly from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (day, _) in await ListDaysAsync(kind, from, cancellationToken))
        {
            if (await FindAsync(kind, day, cancellationToken) is { } stored)
                yield return stored;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<(DateOnly AsOf, DateTimeOffset MadeAt)>> ListDaysAsync(ForecastKind kind, DateOnly from, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s => s.Context.Forecasts.Where(f => f.Kind == kind && string.Compare(f.AsOf, Text(from)) >= 0).OrderBy(f => f.AsOf)
                .Select(f => new { f.AsOf, f.MadeAt }).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(r => (Day(r.AsOf), r.MadeAt))];
    }

    /// <inheritdoc />
    public async Task<StoredForecast?> FindAsync(ForecastKind kind, DateOnly asOf, CancellationToken cancellationToken)
    {
        var day = Text(asOf);
        var row = await database.ReadAsync(
            s => s.Context.Forecasts.AsNoTracking().FirstOrDefaultAsync(f => f.Kind == kind && f.AsOf == day, cancellationToken), cancellationToken);
        return row is null ? null : Stored(row);
    }

    /// <inheritdoc />
    public Task<long> CountRecordsAsync(RecordKind kind, CancellationToken cancellationToken) =>
        database.ReadAsync(s => s.Context.Records.LongCountAsync(r => r.Kind == kind, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredRecord> ReadChangedAsync(RecordKind kind, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connections = await database.ReadAsync(
            s => s.Context.Checkpoints.Where(c => c.Kind == kind).OrderBy(c => c.Connection).Select(c => c.Connection).ToListAsync(cancellationToken), cancellationToken);
        foreach (var connection in connections)
        {
            var after = "";
            while (true)
            {
                var start = after;
                var page = await database.ReadAsync(
                    s => s.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && r.KnownFrom >= since && string.Compare(r.Key, start) > 0)
                        .OrderBy(r => r.Key).Take(RecordsAtOnce).Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken),
                    cancellationToken);
                foreach (var record in page)
                    yield return new StoredRecord(connection, record.Payload);
                if (page.Count < RecordsAtOnce)
                    break;
                after = page[^1].Key;
            }
        }
    }

    private static StoredForecast Stored(ForecastRow row) =>
        new(row.Kind, Day(row.AsOf), row.MadeAt, Compressed.Unpack(row.Payload));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
