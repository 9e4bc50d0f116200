using System.Globalization;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Plans;

namespace CreditBridge.Worker.Hosting.Plans;

/// <summary>An account of a plan as one line of JSON, and back.</summary>
internal static class PlanJson
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(PlannedAccount account)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("account", account.Key);
            json.WriteString("name", account.Name);
            if (account.Hold != HoldChange.None)
                json.WriteString("hold", account.Hold == HoldChange.Set ? "set" : "release");
            if (account.TouchesDeals)
            {
                json.WriteString("pipeline", account.Pipeline.ToString());
                json.WriteNumber("openDeals", account.OpenDeals);
            }

            json.WriteStartArray("causes");
            foreach (var cause in account.Causes)
                json.WriteStringValue(cause);
            json.WriteEndArray();
            json.WriteStartArray("records");
            foreach (var record in account.Records)
                Write(json, record);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <exception cref="FormatException">The line is not an account of a plan, or names a field that this version does not have.</exception>
    public static IReadOnlyList<PlannedRecord> ReadRecords(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.AsMemory().TrimEnd(','));
            var account = document.RootElement.GetProperty("account").GetString()!;
            return [.. document.RootElement.GetProperty("records").EnumerateArray().Select(r => Read(account, r))];
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("This is not an account of a plan.", wrong);
        }
    }

    private static void Write(Utf8JsonWriter json, PlannedRecord record)
    {
        json.WriteStartObject();
        json.WriteString("kind", record.Target.Kind.ToString());
        json.WriteString("key", record.Target.Key);
        json.WriteString("name", record.Name);
        json.WriteString("urgency", record.Urgency.ToString());
        json.WriteString("decision", record.DecisionId);
        json.WriteString("decisionHash", record.DecisionHash);
        if (record.Refused is { } refused)
            json.WriteString("refused", refused.Message);
        if (record.NotBefore is { } moment)
            json.WriteString("notBefore", moment.UtcDateTime);
        json.WriteStartArray("fields");
        foreach (var field in record.Fields)
        {
            json.WriteStartObject();
            json.WriteString("field", field.Field.FullName);
            if (field.Shown is { } shown)
                Write(json, "shown", shown);
            Write(json, "wanted", field.Wanted);
            json.WriteString("reason", field.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FieldValue value)
    {
        switch (value.Content)
        {
            case null: json.WriteNull(name); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case decimal number: json.WriteNumber(name, number); break;
            default: json.WriteString(name, value.ToString()); break;
        }
    }

    private static PlannedRecord Read(string account, JsonElement record)
    {
        var target = new TargetRecord(Enum.Parse<RecordKind>(Text(record, "kind")), Text(record, "key"));
        return new PlannedRecord(target, account, Text(record, "name"), Enum.Parse<WriteUrgency>(Text(record, "urgency")), [.. record.GetProperty("fields").EnumerateArray().Select(ReadField)])
        {
            DecisionId = Text(record, "decision"),
            DecisionHash = Text(record, "decisionHash"),
            Refused = record.TryGetProperty("refused", out var refused) ? new Failure(FailureKind.RecordRejected, refused.GetString()!, "") : null,
        };
    }

    private static PlannedField ReadField(JsonElement field)
    {
        var name = Text(field, "field");
        if (!CreditFields.TryGet(name, out var known))
            throw new FormatException($"There is no field '{name}' in this version.");
        return new PlannedField(known, field.TryGetProperty("shown", out var shown) ? Value(known, shown) : null, Value(known, field.GetProperty("wanted")), Text(field, "reason"));
    }

    private static FieldValue Value(CreditField field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => FieldValue.Empty,
        JsonValueKind.True or JsonValueKind.False => FieldValue.Flag(value.GetBoolean()),
        JsonValueKind.Number => FieldValue.Number(value.GetDecimal()),
        _ when field.Type == FieldType.Date => FieldValue.Date(DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ when field.Type == FieldType.Instant => FieldValue.Instant(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
        _ => FieldValue.Text(value.GetString()),
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
