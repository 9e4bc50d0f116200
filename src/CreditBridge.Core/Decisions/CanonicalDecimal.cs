using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Core.Decisions;

/// <summary>Writes decimals without trailing zeros: 5.0 and 5.00 are the same number and must give the same hash.</summary>
internal sealed class CanonicalDecimal : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value / 1.0000000000000000000000000000m);
}
