using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>Reference data over time: exchange rates carry their dates; stages are as they are today.</summary>
public sealed class ReferenceHistory
{
    private readonly IReadOnlyList<StageRecord> _stages;
    private readonly List<ExchangeRateRecord> _rates;

    private ReferenceHistory(IReadOnlyList<StageRecord> stages, List<ExchangeRateRecord> rates)
    {
        _stages = stages;
        _rates = rates;
    }

    /// <summary>Reads it from the store.</summary>
    public static async Task<ReferenceHistory> ReadAsync(ISnapshotReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rates = new List<ExchangeRateRecord>();
        await foreach (var payload in reader.ReadReferenceAsync(RecordKind.ExchangeRate, cancellationToken))
            rates.Add((ExchangeRateRecord)RecordCodec.Decode(RecordKind.ExchangeRate, payload));
        var today = await ReferenceData.ReadAsync(reader, DateOnly.MaxValue, cancellationToken);
        return new ReferenceHistory(today.Stages, rates);
    }

    /// <summary>Reference data of a day.</summary>
    public ReferenceData On(DateOnly day)
    {
        var newest = new Dictionary<(string From, string To), ExchangeRateRecord>();
        foreach (var rate in _rates)
        {
            if (rate.ValidFrom <= day && (!newest.TryGetValue((rate.From.Code, rate.To.Code), out var known) || known.ValidFrom < rate.ValidFrom))
                newest[(rate.From.Code, rate.To.Code)] = rate;
        }

        return new ReferenceData(_stages, [.. newest.Values.OrderBy(r => r.Key, StringComparer.Ordinal)]);
    }
}
