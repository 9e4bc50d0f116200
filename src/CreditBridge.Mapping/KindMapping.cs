using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping;

/// <summary>What a mapping says about one kind of record.</summary>
/// <typeparam name="TRead">How a connector is told to read the rows.</typeparam>
/// <param name="read"><c>read:</c> how the rows are read.</param>
public abstract class KindMapping<TRead>(TRead read)
{
    /// <summary>The kind.</summary>
    public abstract MappedKind Kind { get; }

    /// <summary><c>read:</c> how the rows are read.</summary>
    public TRead Read => read;

    /// <summary>Whether the keys of records hold what tells one row from another besides what names the document.</summary>
    internal abstract bool HasRowKey { get; }

    /// <summary>The columns that the rows must have, each once, with the field that needs it.</summary>
    public abstract IEnumerable<FieldOrigin> Columns { get; }
}

/// <inheritdoc />
/// <typeparam name="T">The canonical record.</typeparam>
/// <typeparam name="TRead">How a connector is told to read the rows.</typeparam>
/// <param name="kind">The kind.</param>
/// <param name="read"><c>read:</c> how the rows are read.</param>
/// <param name="records">How rows become records.</param>
public sealed class KindMapping<T, TRead>(MappedKind<T> kind, TRead read, RecordMapping<T> records) : KindMapping<TRead>(read)
    where T : SourceRecord
{
    /// <inheritdoc />
    public override MappedKind Kind => kind;

    /// <inheritdoc />
    internal override bool HasRowKey => records.HasRowKey;

    /// <summary>How rows become records.</summary>
    public RecordMapping<T> Records => records;

    /// <inheritdoc />
    public override IEnumerable<FieldOrigin> Columns => records.ColumnOrigins;
}
