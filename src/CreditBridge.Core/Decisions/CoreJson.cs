using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Decisions;

/// <summary>
/// The one JSON shape of files, decisions and records: camel case, enumerations as words, nothing for what is null, numbers without trailing zeros. Equal content
/// gives equal text, so it can be hashed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(CanonicalDecimal)])]
[JsonSerializable(typeof(CreditFile))]
[JsonSerializable(typeof(CreditDecision))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(OpportunityRecord))]
[JsonSerializable(typeof(StageRecord))]
[JsonSerializable(typeof(StageChangeRecord))]
[JsonSerializable(typeof(UserRecord))]
[JsonSerializable(typeof(ErpCustomerRecord))]
[JsonSerializable(typeof(ReceivableRecord))]
[JsonSerializable(typeof(PaymentRecord))]
[JsonSerializable(typeof(ExchangeRateRecord))]
public sealed partial class CoreJson : JsonSerializerContext;
