using CreditBridge.Abstractions.Fields;
using CreditBridge.Core.Outbox;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Outbox;

public sealed class FieldValuesTests
{
    [Fact]
    public void Every_field_round_trips_with_a_value_of_its_type_and_empty()
    {
        foreach (var field in CreditFields.All)
        {
            foreach (var value in new[] { FieldValue.Empty, Sample(field.Type) })
                FieldValues.FromJson(FieldValues.ToJson(new Dictionary<CreditField, FieldValue> { [field] = value }))[field].ShouldBe(value, field.FullName);
        }
    }

    [Fact]
    public void A_field_that_no_longer_exists_is_dropped() => FieldValues.FromJson("""{"Account.Gone": 1}""").ShouldBeEmpty();

    private static FieldValue Sample(FieldType type) => type switch
    {
        FieldType.Number or FieldType.Amount => FieldValue.Number(-1234.50m),
        FieldType.Flag => FieldValue.Flag(true),
        FieldType.Date => FieldValue.Date(new DateOnly(2026, 2, 28)),
        FieldType.Instant => FieldValue.Instant(new DateTimeOffset(2026, 2, 28, 1, 2, 3, 456, TimeSpan.Zero)),
        _ => FieldValue.Text("2026-02-28 \"true\"\n12"),
    };
}
