using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>JSON forms of whole rows and of values made of several fields.</summary>
internal static class RowJson
{
    /// <summary>A compound address: its parts in one object, or null when all parts are empty.</summary>
    public static JsonObject? Address(Row row, FieldDefinition address)
    {
        var prefix = address.Name[..^"Address".Length];
        var json = new JsonObject();
        foreach (var part in new[] { "city", "country", "latitude", "longitude", "postalCode", "state", "street" })
            json[part] = FieldValues.ToJson(row[$"{prefix}{char.ToUpperInvariant(part[0])}{part[1..]}"]);
        if (json.All(part => part.Value is null)) return null;
        json["geocodeAccuracy"] = null;
        return json;
    }

    public static JsonNode? Value(Row row, FieldDefinition field) => field.Type == FieldType.Address ? Address(row, field) : FieldValues.ToJson(row[field]);
}
