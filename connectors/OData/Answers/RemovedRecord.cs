using System.Text.Json;
using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Answers;

/// <summary>
/// A record that is gone, as an answer with changes shows it: <c>@removed</c> with an id or the key (OData 4.01), or a context that ends in <c>$deletedEntity</c> (OData 4.0).
/// One that merely does not meet the condition any more is gone all the same.
/// </summary>
internal static class RemovedRecord
{
    public static bool IsOne(JsonElement record) => record.ValueKind == JsonValueKind.Object
        && (record.TryGetProperty("@removed", out _) || record.TryGetProperty("@odata.removed", out _)
            || (Text(record, "@odata.context") ?? Text(record, "@context"))?.EndsWith("/$deletedEntity", StringComparison.Ordinal) == true);

    /// <summary>The properties of its key.</summary>
    /// <exception cref="ConnectorException">It does not say its key.</exception>
    public static IReadOnlyDictionary<string, object?> KeyOf(JsonElement record, ODataRead read, Func<string, EdmKind?> kindOf, string name)
    {
        var key = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in read.Key)
        {
            if (record.TryGetProperty(property, out var element))
                key[property] = EdmValue.Of(element, kindOf(property), read.Service.Version).ToCell();
        }

        if (key.Count == read.Key.Count)
            return key;
        var id = Text(record, "@odata.id") ?? Text(record, "@id") ?? Text(record, "id");
        if (id is not null && KeyPredicate.TryRead(id, read.Key, out var values))
            return values.ToDictionary(v => v.Key, v => CellOf(v.Value, kindOf(v.Key), read.Service.Version), StringComparer.Ordinal);
        throw new ConnectorException(new Failure(FailureKind.Fatal, $"A removed record does not say its key{(id is null ? "" : $": '{id}'")}.",
            "Compare 'key:' in the mapping with <Key> in $metadata; if it is right, write 'set: full' instead of 'delta: true'.")
        { Where = name });
    }

    private static object? CellOf(string text, EdmKind? kind, ODataVersion version)
    {
        using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(text, KeyJson.Default.String));
        return EdmValue.Of(document.RootElement, kind, version).ToCell();
    }

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Texts as JSON.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class KeyJson : System.Text.Json.Serialization.JsonSerializerContext;
