using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>What we want to know of a change event: its place, whose doing it was, and which records it is about. The changed values are read by the poll.</summary>
/// <param name="ReplayId">Its place in the stream; null when it carries none.</param>
/// <param name="RecordIds">The records; empty when they are not named one by one.</param>
/// <param name="Origin">Where the change came from.</param>
/// <param name="IsGap">Whether it stands for changes that are not told one by one.</param>
internal sealed record ChangeEvent(long? ReplayId, IReadOnlyList<string> RecordIds, string Origin, bool IsGap)
{
    /// <summary>The client that we name in our own calls.</summary>
    private const string OwnClient = "client=CreditBridge";

    /// <summary>Whether CreditBridge itself made the change.</summary>
    public bool IsOwn => !IsGap && Origin.Split(';').Contains(OwnClient, StringComparer.Ordinal);

    /// <summary>Reads the content of an event; what it lacks makes it vaguer, never an error.</summary>
    public static ChangeEvent Read(JsonElement data)
    {
        long? replayId = data.TryGetProperty("event", out var place) && place.ValueKind == JsonValueKind.Object
            && place.TryGetProperty("replayId", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? number : null;
        if (!data.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object
            || !payload.TryGetProperty("ChangeEventHeader", out var header) || header.ValueKind != JsonValueKind.Object)
            return new ChangeEvent(replayId, [], "", IsGap: true);

        var type = Text(header, "changeType");
        return new ChangeEvent(replayId, RecordIdsOf(header), Text(header, "changeOrigin"), type.StartsWith("GAP_", StringComparison.Ordinal));
    }

    public ChangeSignal ToSignal(RecordKind kind) => new(kind, RecordIds) { IsCatchUp = RecordIds.Count == 0 };

    // An overflow names the empty id, a mass change only the first characters and an asterisk: both mean "many, look yourself".
    private static List<string> RecordIdsOf(JsonElement header)
    {
        if (!header.TryGetProperty("recordIds", out var ids) || ids.ValueKind != JsonValueKind.Array)
            return [];
        var named = ids.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String ? id.GetString()! : "").ToList();
        return named.TrueForAll(id => id.Length is 15 or 18 && !id.Contains('*', StringComparison.Ordinal) && !id.StartsWith("000", StringComparison.Ordinal)) ? named : [];
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
