using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Reviews;

/// <summary>Reviews as JSON, for storage and for people's scripts: in the same form as decisions.</summary>
public static class ReviewCodec
{
    /// <summary>A review as UTF-8 JSON.</summary>
    public static byte[] Encode(CreditReview review) => JsonSerializer.SerializeToUtf8Bytes(review, ReviewJson.Default.CreditReview);

    /// <summary>The review that <see cref="Encode"/> wrote.</summary>
    public static CreditReview Decode(byte[] json) => JsonSerializer.Deserialize(json, ReviewJson.Default.CreditReview)
        ?? throw new JsonException("A stored review is empty.");
}

/// <summary>How reviews are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(CanonicalDecimal)])]
[JsonSerializable(typeof(CreditReview))]
public sealed partial class ReviewJson : JsonSerializerContext;
