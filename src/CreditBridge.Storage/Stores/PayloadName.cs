using System.Text.Json;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Storage.Stores;

/// <summary>The name in a stored record: all that storage ever looks at in a payload.</summary>
internal static class PayloadName
{
    /// <summary>What a search by name compares with; null for kinds that are not searched.</summary>
    public static string? ForSearch(RecordKind kind, byte[] payload) => kind == RecordKind.Account ? Fold(Read(payload)) : null;

    /// <summary>The same letters in one case.</summary>
    public static string Fold(string text) => text.ToUpperInvariant();

    /// <summary>The record's property "name", however it is capitalised; empty when it has none.</summary>
    public static string Read(byte[] payload)
    {
        var reader = new Utf8JsonReader(payload);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("Name"u8);
            reader.Read();
            if (isName)
                return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            reader.Skip();
        }

        return "";
    }
}
