using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Which fields of an object are read, and how its rows become canonical records.</summary>
/// <param name="Kind">Kind of canonical record.</param>
/// <param name="ObjectName">API name of the object.</param>
/// <param name="Fields">API names of the fields; Id and SystemModstamp among them.</param>
internal abstract record ObjectMapping(RecordKind Kind, string ObjectName, IReadOnlyList<string> Fields)
{
    /// <summary>Whether deleted and merged records are read too (queryAll).</summary>
    public bool WithDeleted { get; init; }

    /// <summary>Whether its records go away silently with the record that they belong to, and what is known of them stays of use: fewer of them than known prove nothing.</summary>
    public bool OutlivesItsParent { get; init; }

    /// <summary>Whether the org may lack the object: it came with a later package. It is then left out without a word, and asked for again after an hour.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>Further fields, read as far as the org has them.</summary>
    public OptionalFields Optional { get; init; } = OptionalFields.None;

    /// <summary>Whether fields are read whose types are not known beforehand.</summary>
    public bool HasAttributes { get; init; }

    /// <summary>The credit fields on the object, read back as far as the org shows them; not part of the record nor of <see cref="Shape"/>.</summary>
    public OwnedFields Owned { get; init; } = OwnedFields.None;

    /// <summary>Settings besides the fields that decide how a row is read.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Identity of what is read; a checkpoint holds only for the same one.</summary>
    public string Shape => Watermark.ShapeOf($"{ObjectName}|{string.Join(',', InputFields)}|{Settings}");

    /// <summary>API names of all fields that a query asks for.</summary>
    public IReadOnlyList<string> AskedFields => [.. InputFields.Concat(Owned.Asked).Distinct(StringComparer.OrdinalIgnoreCase)];

    private IEnumerable<string> InputFields => Fields.Concat(Optional.Asked);

    /// <summary>The query for everything above a lower bound, in the order that the marks rely on.</summary>
    public SoqlQuery Query(SoqlCondition? lowerBound) => new(ObjectName, AskedFields) { Where = lowerBound, OrderBy = ["SystemModstamp", "Id"] };
}

/// <inheritdoc />
/// <typeparam name="T">The canonical record.</typeparam>
internal sealed record ObjectMapping<T>(RecordKind Kind, string ObjectName, IReadOnlyList<string> Fields) : ObjectMapping(Kind, ObjectName, Fields)
    where T : SourceRecord
{
    /// <summary>Reads a row.</summary>
    /// <remarks>Throws <see cref="UnreadableValueException"/> for a row that cannot be read.</remarks>
    public required Func<Row, SourceChange<T>> Read { get; init; }

    /// <summary>Reads a row together with what the credit fields show in it.</summary>
    /// <exception cref="UnreadableValueException">The row cannot be read.</exception>
    public SourceChange<T> ReadChange(Row row)
    {
        var change = Read(row);
        return change.Current is null ? change : change with { Shown = Owned.Shown(row), ChangedBy = Owned.ChangedBy(row) };
    }
}
