using System.Text.Json;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Watch;

/// <summary>Turns entries of the watch list into stored bytes and back.</summary>
public static class WatchCodec
{
    /// <summary>The entry as UTF-8 JSON.</summary>
    public static byte[] Encode(WatchEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, CoreJson.Default.WatchEntry);

    /// <summary>The entry that was encoded.</summary>
    /// <exception cref="JsonException">The bytes are not an entry: the store is damaged.</exception>
    public static WatchEntry Decode(byte[] content) => JsonSerializer.Deserialize(content, CoreJson.Default.WatchEntry) ?? throw new JsonException("A stored entry of the watch list is empty.");
}
