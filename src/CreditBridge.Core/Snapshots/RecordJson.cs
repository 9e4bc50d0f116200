using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Snapshots;

/// <summary>
/// How records are written as JSON: compact, camel case, absent when null, without what follows from the rest (kind and subject); the same content always gives the same bytes.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(OpportunityRecord))]
[JsonSerializable(typeof(StageRecord))]
[JsonSerializable(typeof(StageChangeRecord))]
[JsonSerializable(typeof(UserRecord))]
[JsonSerializable(typeof(ErpCustomerRecord))]
[JsonSerializable(typeof(ReceivableRecord))]
[JsonSerializable(typeof(PaymentRecord))]
[JsonSerializable(typeof(ExchangeRateRecord))]
[JsonSerializable(typeof(OpenOrderRecord))]
[JsonSerializable(typeof(BureauReportRecord))]
[JsonSerializable(typeof(List<BureauReportRecord>))]
[JsonSerializable(typeof(FinancialStatementRecord))]
[JsonSerializable(typeof(SecurityRecord))]
[JsonSerializable(typeof(SignalRecord))]
[JsonSerializable(typeof(OverrideRecord))]
[JsonSerializable(typeof(ReviewRecord))]
[JsonSerializable(typeof(ReviewDocumentRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
