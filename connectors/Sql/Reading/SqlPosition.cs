using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>How far a query has been read, in the order of its rows.</summary>
internal sealed partial record SqlPosition
{
    /// <summary>The key of the last row.</summary>
    [JsonPropertyName("k")]
    public IReadOnlyList<string>? Key { get; init; }

    /// <summary>When the last row changed; null in a listing.</summary>
    [JsonPropertyName("c")]
    public string? Changed { get; init; }

    /// <summary>
    /// For changes, when reading was interrupted: the change at the first interruption. What was read before it was read so early that a late transaction may have been missed,
    /// so the next overlap counts from there.
    /// </summary>
    [JsonPropertyName("l")]
    public string? Low { get; init; }

    /// <summary>For changes: whether they were read to the end, so that the next read begins an overlap earlier.</summary>
    [JsonPropertyName("e")]
    public bool IsAtEnd { get; init; }

    /// <summary>For changes read to the end: whether nothing can come late any more, so that the next read begins behind <see cref="Changed"/>.</summary>
    [JsonPropertyName("s")]
    public bool IsSettled { get; init; }

    /// <summary>For changes read to the end: when <see cref="Changed"/> was first reached.</summary>
    [JsonPropertyName("t")]
    public DateTimeOffset? Reached { get; init; }

    public static SqlPosition? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, Json.Default.SqlPosition);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, Json.Default.SqlPosition);

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(SqlPosition))]
    private sealed partial class Json : JsonSerializerContext;
}
