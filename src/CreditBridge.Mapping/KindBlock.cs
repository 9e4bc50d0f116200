namespace CreditBridge.Mapping;

/// <summary>The block of one kind of record while it is read, with what the whole file declares for it.</summary>
public sealed class KindBlock
{
    /// <summary>A block.</summary>
    /// <param name="section">The block of the kind: formats and declared meanings.</param>
    /// <param name="fields">Its block <c>fields:</c>.</param>
    /// <param name="top">What stands at the top of the file.</param>
    public KindBlock(MappingSection section, MappingSection fields, MappingTop top)
    {
        (Section, Top) = (section, top);
        Formats = ValueFormats.Read(section, top.Formats);
        Fields = new FieldBlock(this, fields);
    }

    /// <summary>The block of the kind.</summary>
    public MappingSection Section { get; }

    /// <summary>Its block <c>fields:</c>.</summary>
    public FieldBlock Fields { get; }

    /// <summary>What stands at the top of the file.</summary>
    public MappingTop Top { get; }

    /// <summary>How days and numbers are written in this kind.</summary>
    public ValueFormats Formats { get; }

    /// <summary>The columns that together are different in every row, as the mapping declares for its connector; empty when it declares none.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The fields that are mapped, each with where it comes from.</summary>
    public List<FieldOrigin> Origins { get; } = [];

    /// <summary>The columns that the mapping of the kind names.</summary>
    public RowColumns Columns { get; } = new();
}
