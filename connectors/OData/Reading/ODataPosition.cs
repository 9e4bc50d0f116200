using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Connectors.OData.Queries;

namespace CreditBridge.Connectors.OData.Reading;

/// <summary>Where reading goes on: what is asked for next.</summary>
internal sealed partial record ODataPosition
{
    // What a checkpoint has room for, with the quotation marks and signs that its own JSON writes as \uXXXX.
    private const int Longest = 3000;

    /// <summary>Link to the next page of the walk under way; null when it is asked for in another way.</summary>
    public string? Link { get; init; }

    /// <summary>Literals of the last row that was read, by which reading goes on when the link has ended.</summary>
    public IReadOnlyList<string>? Last { get; init; }

    /// <summary>Rows to pass over.</summary>
    public long Skip { get; init; }

    /// <summary>Pages read of the walk under way.</summary>
    public int Pages { get; init; }

    /// <summary>Stamp from which on the walk reads.</summary>
    public string? Since { get; init; }

    /// <summary>Newest stamp that the walk has shown.</summary>
    public string? Upto { get; init; }

    /// <summary>Link to the changes since the last walk.</summary>
    public string? Delta { get; init; }

    /// <summary>Whether the walk began anew because the service did not know any more what had changed.</summary>
    public bool Lost { get; init; }

    /// <summary>Mark of the answer to <see cref="Since"/>, when the service gave one.</summary>
    public string? ETag { get; init; }

    /// <summary>Reads a position; one that cannot be read counts as the beginning.</summary>
    public static ODataPosition Of(string? text)
    {
        try
        {
            return text is null ? new ODataPosition() : JsonSerializer.Deserialize(text, Json.Default.ODataPosition) ?? new ODataPosition();
        }
        catch (JsonException)
        {
            return new ODataPosition();
        }
    }

    /// <summary>The position as a text; null when it has no room, so that reading cannot go on here.</summary>
    public string? ToText()
    {
        var text = Written(this);
        if (text is null && Link is not null && Last is not null)
            text = Written(this with { Link = null });
        return text;
    }

    private static string? Written(ODataPosition position)
    {
        var text = JsonSerializer.Serialize(position, Relaxed.ODataPosition);
        return JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length <= Longest ? text : null;
    }

    private static Json Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    });

    /// <summary>The beginning of a walk over what changed since the last one.</summary>
    public ODataPosition Anew(bool lost) => new() { Since = Since, Lost = lost };

    /// <summary>The end of a walk; the next one begins at the newest stamp, or at the link.</summary>
    public static ODataPosition Ended(Stamp? since, string? delta, string? etag) => new() { Since = since?.ToString(), Delta = delta, ETag = etag };

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(ODataPosition))]
    private sealed partial class Json : JsonSerializerContext;
}
