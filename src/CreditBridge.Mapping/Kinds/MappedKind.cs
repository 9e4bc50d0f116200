using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Kinds;

/// <summary>A kind of record that a mapping can declare, such as <c>customers</c>.</summary>
/// <param name="kind">The kind.</param>
/// <param name="name">Its name in mappings.</param>
public abstract class MappedKind(RecordKind kind, string name)
{
    /// <summary>The kind.</summary>
    public RecordKind Kind => kind;

    /// <summary>Its name in mappings.</summary>
    public string Name => name;

    /// <summary>Does something that depends on the type of record.</summary>
    public abstract TResult Accept<TResult>(IKindVisitor<TResult> visitor);
}

/// <inheritdoc />
/// <typeparam name="T">The canonical record.</typeparam>
/// <param name="kind">The kind.</param>
/// <param name="name">Its name in mappings.</param>
/// <param name="read">Reads how rows become records, from the block of the kind.</param>
public sealed class MappedKind<T>(RecordKind kind, string name, Func<KindBlock, RecordMapping<T>> read) : MappedKind(kind, name)
    where T : SourceRecord
{
    /// <inheritdoc />
    public override TResult Accept<TResult>(IKindVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }

    /// <summary>Reads how rows become records.</summary>
    public RecordMapping<T> ReadRecords(KindBlock block) => read(block);
}

/// <summary>Something to do for a kind of record, whatever its type.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
public interface IKindVisitor<out TResult>
{
    /// <summary>Does it for a type.</summary>
    TResult Visit<T>(MappedKind<T> kind)
        where T : SourceRecord;
}
