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

    /// <summary>Rows among them that were held back to the end of the file and have been given out since.</summary>
    public long Held { get; init; }

    /// <summary>Records among them.</summary>
    public long Records { get; init; }

    /// <summary>Rejections among them.</summary>
    public long Rejected { get; init; }

    /// <summary>Names of full files that were refused, and for which reading stopped with that message; null for none.</summary>
    public IReadOnlyList<string>? Told { get; init; }

    /// <summary>Names of full files that were refused and replaced by a newer one in one read, which said so; the next read settles it. Null for none.</summary>
    public IReadOnlyList<string>? Replaced { get; init; }

    /// <summary>Names of full files that came after a newer one; settled when they are taken away. Null for none.</summary>
    public IReadOnlyList<string>? Late { get; init; }

    /// <summary>The files whose refusal needs nobody any more.</summary>
    /// <param name="there">Names of the complete files of the kind.</param>
    public IReadOnlyList<string> SettledBy(IReadOnlyCollection<string> there) => [.. Replaced ?? [], .. (Late ?? []).Except(there)];

    /// <summary>The same without files that are settled or have been taken away.</summary>
    public ReadPosition With(IReadOnlyCollection<string> there) => this with { Told = Only(Told, there), Replaced = null, Late = Only(Late, there) };

    /// <summary>A list of names with one more.</summary>
    public static IReadOnlyList<string> Longer(IReadOnlyList<string>? names, string name) => [.. names ?? [], name];

    /// <summary>Between two files: what was in progress is dropped.</summary>
    public ReadPosition Idle() => this with { CurrentId = null, Rows = 0, Held = 0, Records = 0, Rejected = 0 };

    /// <summary>Reads a checkpoint; one that cannot be read counts as none, so that everything is read again.</summary>
    public static ReadPosition Of(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
            return Start;
        try
        {
            return JsonSerializer.Deserialize(checkpoint.Value, Json.Default.ReadPosition) is { Rows: >= 0, Held: >= 0, Records: >= 0, Rejected: >= 0 } position ? position : Start;
        }
        catch (JsonException)
        {
            return Start;
        }
    }

    private static List<string>? Only(IReadOnlyList<string>? names, IReadOnlyCollection<string> there) => names?.Intersect(there).ToList() is { Count: > 0 } left ? left : null;

    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, Json.Default.ReadPosition));

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(ReadPosition))]
    private sealed partial class Json : JsonSerializerContext;
}
