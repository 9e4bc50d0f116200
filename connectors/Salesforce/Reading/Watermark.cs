using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// How far one object has been read, in the order (SystemModstamp, Id); the content of its checkpoint.
/// <para>
/// A record gets its stamp when it is saved but becomes visible when its transaction ends, so a record can turn up behind a position that has been passed.
/// Therefore there are two marks: the last record that was consumed, and the moment up to which nothing can turn up any more (<see cref="Settled"/>: the org's time
/// when the reading began, less the overlap). What lies between the two is read again by the next poll; the engine recognises what it has seen. In a quiet org the
/// second mark overtakes the first after one overlap, and from then on nothing is read twice.
/// </para>
/// </summary>
/// <param name="Stamp">SystemModstamp of the last consumed record.</param>
/// <param name="Id">Its id.</param>
/// <param name="Settled">Everything stamped until then, and not behind the last consumed record, has been read for good.</param>
/// <param name="Unsettled">Records consumed so far that are stamped later than that.</param>
/// <param name="Shape">Identity of what is read: when the mapping changes, everything has to be read again.</param>
internal sealed record Watermark(
    [property: JsonPropertyName("stamp")] DateTimeOffset Stamp,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("settled")] DateTimeOffset Settled,
    [property: JsonPropertyName("unsettled")] long Unsettled,
    [property: JsonPropertyName("shape")] string Shape)
{
    private const int CurrentVersion = 1;

    /// <summary>Version of the format.</summary>
    [JsonPropertyName("v")]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Identity of a query with its mapping.</summary>
    public static string ShapeOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));

    /// <summary>Reads a checkpoint; null, which means a full read, when it is of another version or shape or cannot be read at all.</summary>
    public static Watermark? Parse(Checkpoint? checkpoint, string shape)
    {
        if (checkpoint is null)
            return null;
        try
        {
            var read = JsonSerializer.Deserialize(checkpoint.Value, SalesforceJson.Default.Watermark);
            return read is { Version: CurrentVersion } && read.Shape == shape && RecordId.IsValid(read.Id) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The checkpoint that holds it.</summary>
    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, SalesforceJson.Default.Watermark));

    /// <summary>Whether nothing can turn up behind the last consumed record any more.</summary>
    [JsonIgnore]
    public bool IsSettled => Stamp <= Settled;

    /// <summary>
    /// Whether the next poll goes on behind the last consumed record and leaves what is unsettled for a later one. A few unsettled records fit on the first page of
    /// a poll and are read again every time, which costs nothing extra. Thousands of them, left by a bulk load, are read again once per overlap instead: every
    /// further page is a counted call.
    /// </summary>
    public bool Defers(DateTimeOffset now, TimeSpan overlap, int pageSize) => !IsSettled && Unsettled > pageSize && now < Settled + overlap + overlap;

    /// <summary>What the next poll reads.</summary>
    public ReadRange Range(bool deferred) => IsSettled || deferred ? new ReadRange(Stamp, Id) : new ReadRange(Settled);

    /// <summary>What was changed then or earlier must be known by now: whatever turns up later stands behind it and is read by ordinary polls.</summary>
    [JsonIgnore]
    public DateTimeOffset KnownUntil => IsSettled ? Stamp : Settled;
}
