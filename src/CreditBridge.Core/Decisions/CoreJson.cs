using System.Text.Json.Serialization;
using CreditBridge.Core.CreditFiles;

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
public sealed partial class CoreJson : JsonSerializerContext;
