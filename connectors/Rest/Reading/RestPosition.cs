using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>Where reading goes on.</summary>
internal sealed partial record RestPosition
{
    private const int Longest = 3000;

    /// <summary>The part that is being read, from 0.</summary>
    public int Part { get; init; }

    /// <summary>Pages read of the walk under way.</summary>
    public int Pages { get; init; }

    /// <summary>Rows read of it.</summary>
    public long Rows { get; init; }

    /// <summary>How many rows there are on all pages, as the last page said; null when it did not.</summary>
    public decimal? Total { get; init; }

    /// <summary>The mark of the next page, when it is a text.</summary>
    public string? Cursor { get; init; }

    /// <summary>The mark of the next page, when it is a number.</summary>
    public decimal? CursorNumber { get; init; }

    /// <summary>The address of the next page.</summary>
    public string? Link { get; init; }

    /// <summary>Identity of the last row, for lists that may move.</summary>
    public string? LastRow { get; init; }

    /// <summary>Rows per page; it must not change on the way where pages are numbered.</summary>
    public int? Size { get; init; }

    /// <summary>Changes are asked for from this moment on; null for the beginning.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest stamp seen.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>When the walk began, by the API's clock where it tells.</summary>
    public DateTimeOffset? Began { get; init; }

    [JsonIgnore]
    public bool IsUnderWay => Pages > 0 || Part > 0;

    [JsonIgnore]
    public object? Mark => (object?)CursorNumber ?? Cursor;

    public RestPosition WithMark(object? mark) => this with { CursorNumber = mark as decimal?, Cursor = mark is decimal ? null : SourceValue.ToText(mark) };

    /// <summary>Where the next read of changes begins: nothing that changed after this walk began can have been on it for certain.</summary>
    public RestPosition Ended() => new() { Since = Latest is { } latest && Began is { } began && latest < began ? latest : Latest is null ? Since : Began ?? Latest };

    /// <summary>Where the next read begins when rows carry no stamp.</summary>
    public RestPosition EndedAtBeginning() => new() { Since = Began ?? Since };

    /// <summary>The beginning of the next part of the same walk.</summary>
    public RestPosition NextPart() => new() { Part = Part + 1, Size = Size, Since = Since, Latest = Latest, Began = Began };

    /// <summary>The beginning of the part that is being read; what was seen of changes stays.</summary>
    public RestPosition Again() => new() { Part = Part, Size = Size, Since = Since, Latest = Latest, Began = Began };

    /// <summary>The position as text; null when it is too long to be kept.</summary>
    public string? ToText() => JsonSerializer.Serialize(this, Json.Default.RestPosition) is { Length: <= Longest } text ? text : null;

    /// <summary>Reads a position; what cannot be read means the beginning.</summary>
    public static RestPosition Of(string? text)
    {
        try
        {
            return text is null ? new RestPosition() : JsonSerializer.Deserialize(text, Json.Default.RestPosition) ?? new RestPosition();
        }
        catch (JsonException)
        {
            return new RestPosition();
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"page {Pages + 1}");

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(RestPosition))]
    private sealed partial class Json : JsonSerializerContext;
}
