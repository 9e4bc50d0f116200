using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>How far the files of a kind have been read; the content of a checkpoint.</summary>
internal sealed partial record ReadPosition
{
    /// <summary>Nothing has been read.</summary>
    public static ReadPosition Start { get; } = new();

    /// <summary>Name of the last file (for full sets: the newest) that was read to its end; null when none.</summary>
    public string? LastName { get; init; }

    /// <summary>Identity of that file.</summary>
    public string? LastId { get; init; }

    /// <summary>Fingerprint of the mapping that it was read with.</summary>
    public string? Mapping { get; init; }

    /// <summary>Identity of the file that is being read; null between files.</summary>
    public string? CurrentId { get; init; }

    /// <summary>Rows of it that were dealt with.</summary>
    public long Rows { get; init; }

    /// <summary>Records among them.</summary>
    public long Records { get; init; }

    /// <summary>Rejections among them.</summary>
    public long Rejected { get; init; }

    /// <summary>Between two files: what was in progress is dropped.</summary>
    public ReadPosition Idle() => this with { CurrentId = null, Rows = 0, Records = 0, Rejected = 0 };

    /// <summary>Reads a checkpoint; one that cannot be read counts as none, so that everything is read again.</summary>
    public static ReadPosition Of(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
            return Start;
        try
        {
            return JsonSerializer.Deserialize(checkpoint.Value, Json.Default.ReadPosition) is { Rows: >= 0, Records: >= 0, Rejected: >= 0 } position ? position : Start;
        }
        catch (JsonException)
        {
            return Start;
        }
    }

    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, Json.Default.ReadPosition));

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(ReadPosition))]
    private sealed partial class Json : JsonSerializerContext;
}
