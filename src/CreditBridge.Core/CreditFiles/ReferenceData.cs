using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles;

/// <summary>Records that concern every account: stages and exchange rates as of a business date. Read once per run.</summary>
/// <param name="Stages">All stages, by sort order and name.</param>
/// <param name="Rates">The newest rate of every currency pair that holds on the business date, by key.</param>
public sealed record ReferenceData(IReadOnlyList<StageRecord> Stages, IReadOnlyList<ExchangeRateRecord> Rates)
{
    /// <summary>Reads it from the store.</summary>
    public static async Task<ReferenceData> ReadAsync(ISnapshotReader reader, DateOnly businessDate, CancellationToken cancellationToken)
    {
        var stages = new List<StageRecord>();
        await foreach (var payload in reader.ReadReferenceAsync(RecordKind.Stage, cancellationToken))
            stages.Add((StageRecord)RecordCodec.Decode(RecordKind.Stage, payload));

        var newest = new Dictionary<(string From, string To), ExchangeRateRecord>();
        await foreach (var payload in reader.ReadReferenceAsync(RecordKind.ExchangeRate, cancellationToken))
        {
            var rate = (ExchangeRateRecord)RecordCodec.Decode(RecordKind.ExchangeRate, payload);
            var pair = (rate.From.Code, rate.To.Code);
            if (rate.ValidFrom <= businessDate && (!newest.TryGetValue(pair, out var known) || known.ValidFrom < rate.ValidFrom))
                newest[pair] = rate;
        }

        return new ReferenceData(
            [.. stages.OrderBy(s => s.SortOrder).ThenBy(s => s.Key, StringComparer.Ordinal)],
            [.. newest.Values.OrderBy(r => r.Key, StringComparer.Ordinal)]);
    }
}
