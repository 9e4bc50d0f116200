using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Sources;

/// <summary>How far a mapped source has been read; the content of a checkpoint.</summary>
internal sealed partial record SourcePosition
{
    /// <summary>Fingerprint of the mapping that it was read with; another one begins anew.</summary>
    public string? Mapping { get; init; }

    /// <summary>Where the changes have been read to, in the reader's words; null when none were read.</summary>
    public string? Changes { get; init; }

    /// <summary>While the first read of changes is under way, which shows everything: its identity as a complete listing. Null afterwards.</summary>
    public string? First { get; init; }

    /// <summary>Identity of the listing under way; null when there is none.</summary>
    public string? Listing { get; init; }

    /// <summary>How far that listing is, in the reader's words; null at its beginning.</summary>
    public string? Listed { get; init; }

    /// <summary>When the last read to the end began.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When the last complete listing began.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>Whether changes were lost, so that a complete listing is due.</summary>
    public bool IsListingDue { get; init; }

    /// <summary>Reads a checkpoint; one that cannot be read, or of another mapping, counts as none, so that everything is read again.</summary>
    public static SourcePosition Of(Checkpoint? checkpoint, string mapping)
    {
        var start = new SourcePosition { Mapping = mapping };
        if (checkpoint is null)
            return start;
        try
        {
            return JsonSerializer.Deserialize(checkpoint.Value, Json.Default.SourcePosition) is { } position && position.Mapping == mapping ? position : start;
        }
        catch (JsonException)
        {
            return start;
        }
    }

    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, Json.Default.SourcePosition));

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(SourcePosition))]
    private sealed partial class Json : JsonSerializerContext;
}
