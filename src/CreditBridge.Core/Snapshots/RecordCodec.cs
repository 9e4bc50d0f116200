using System.Security.Cryptography;
using System.Text.Json;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Snapshots;

/// <summary>Turns records into stored bytes and back.</summary>
public static class RecordCodec
{
    private const int HashBytes = 16;

    /// <summary>The record as UTF-8 JSON.</summary>
    public static byte[] Encode(SourceRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), RecordJson.Default);

    /// <summary>The record that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not such a record: the store is damaged.</exception>
    public static SourceRecord Decode(RecordKind kind, ReadOnlySpan<byte> payload)
    {
        SourceRecord? record = kind switch
        {
            RecordKind.Account => JsonSerializer.Deserialize(payload, RecordJson.Default.AccountRecord),
            RecordKind.Opportunity => JsonSerializer.Deserialize(payload, RecordJson.Default.OpportunityRecord),
            RecordKind.Stage => JsonSerializer.Deserialize(payload, RecordJson.Default.StageRecord),
            RecordKind.StageChange => JsonSerializer.Deserialize(payload, RecordJson.Default.StageChangeRecord),
            RecordKind.User => JsonSerializer.Deserialize(payload, RecordJson.Default.UserRecord),
            RecordKind.ErpCustomer => JsonSerializer.Deserialize(payload, RecordJson.Default.ErpCustomerRecord),
            RecordKind.Receivable => JsonSerializer.Deserialize(payload, RecordJson.Default.ReceivableRecord),
            RecordKind.Payment => JsonSerializer.Deserialize(payload, RecordJson.Default.PaymentRecord),
            RecordKind.ExchangeRate => JsonSerializer.Deserialize(payload, RecordJson.Default.ExchangeRateRecord),
            RecordKind.OpenOrder => JsonSerializer.Deserialize(payload, RecordJson.Default.OpenOrderRecord),
            RecordKind.BureauReport => JsonSerializer.Deserialize(payload, RecordJson.Default.BureauReportRecord),
            RecordKind.FinancialStatement => JsonSerializer.Deserialize(payload, RecordJson.Default.FinancialStatementRecord),
            RecordKind.Security => JsonSerializer.Deserialize(payload, RecordJson.Default.SecurityRecord),
            RecordKind.Signal => JsonSerializer.Deserialize(payload, RecordJson.Default.SignalRecord),
            RecordKind.Override => JsonSerializer.Deserialize(payload, RecordJson.Default.OverrideRecord),
            RecordKind.Review => JsonSerializer.Deserialize(payload, RecordJson.Default.ReviewRecord),
            RecordKind.ReviewDocument => JsonSerializer.Deserialize(payload, RecordJson.Default.ReviewDocumentRecord),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of record."),
        };
        return record ?? throw new JsonException($"A stored {kind} record is empty.");
    }

    /// <summary>Content hash: equal content, equal hash. A cut SHA-256; collisions would have to be sought.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> payload)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, whole);
        return whole[..HashBytes].ToArray();
    }
}
