using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>
/// One state of one record. A row never changes: an update puts a new row in the table, so that readers keep what they saw and a
/// transaction can be undone. Values are string, bool, decimal, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> or null.
/// </summary>
internal sealed class Row
{
    private readonly object?[] values;

    public Row(ObjectDefinition definition, object?[] values)
    {
        Object = definition;
        this.values = values;
        Id = (string)values[definition.IdField.Ordinal]!;
        Stamp = (DateTimeOffset)values[definition.StampField.Ordinal]!;
        IsDeleted = definition.DeletedField is { } deleted && values[deleted.Ordinal] is true;
    }

    public ObjectDefinition Object { get; }

    public string Id { get; }

    /// <summary>SystemModstamp: whole seconds.</summary>
    public DateTimeOffset Stamp { get; }

    public bool IsDeleted { get; }

    public object? this[FieldDefinition field] => field.ParsedFormula is null ? values[field.Ordinal] : Object.Formulas?.Read(this, field);

    public object? this[string field] => Object.Field(field) is { } definition ? this[definition] : null;

    public object?[] CopyValues() => (object?[])values.Clone();

    /// <summary>The order in which changes are polled: by stamp, then by id.</summary>
    public static readonly IComparer<Row> ByStampThenId = Comparer<Row>.Create((left, right) =>
    {
        var byStamp = left.Stamp.CompareTo(right.Stamp);
        return byStamp != 0 ? byStamp : string.CompareOrdinal(left.Id, right.Id);
    });

    /// <summary>A row that only marks a place in <see cref="ByStampThenId"/>.</summary>
    public static Row Marker(ObjectDefinition definition, DateTimeOffset stamp, string id)
    {
        var values = new object?[definition.Fields.Count];
        values[definition.IdField.Ordinal] = id;
        values[definition.StampField.Ordinal] = stamp;
        return new Row(definition, values);
    }
}
