using System.Text.Json.Serialization;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Watch;

namespace CreditBridge.Core.Decisions;

/// <summary>
/// How files and decisions are written as JSON: camel case, enumerations as words, nothing for what is null, numbers without trailing zeros. Equal content
/// gives equal text, so it can be hashed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(CanonicalDecimal)])]
[JsonSerializable(typeof(CreditFile))]
[JsonSerializable(typeof(CreditDecision))]
[JsonSerializable(typeof(WatchEntry))]
[JsonSerializable(typeof(Alert))]
public sealed partial class CoreJson : JsonSerializerContext;
