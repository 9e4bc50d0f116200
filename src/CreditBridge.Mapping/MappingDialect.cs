namespace CreditBridge.Mapping;

/// <summary>
/// What one connector adds to the mapping language: the keys below <c>read:</c>, and perhaps some at the top of the file. Fields, formats and meanings are the same for
/// every connector. One instance reads one file.
/// </summary>
/// <typeparam name="TRead">What the keys below <c>read:</c> come to.</typeparam>
public abstract class MappingDialect<TRead>
{
    /// <summary>Name of the connector; what <c>connector:</c> at the top of a mapping must say.</summary>
    public abstract string Connector { get; }

    /// <summary>
    /// Mappings that together have a case of everything that the connector adds, each key with its meaning as a comment behind it: the embedded resources
    /// <c>reference.yaml</c> and <c>reference-*.yaml</c> of the connector's project, unless overridden. The schema and the documentation are made of them.
    /// </summary>
    public virtual IReadOnlyList<string> ReferenceDocuments => MappingText.Resources(GetType().Assembly, "reference", ".yaml");

    /// <summary>Reads the keys that the connector has at the top of the file; none unless overridden.</summary>
    public virtual void ReadTop(MappingSection root)
    {
    }

    /// <summary>The columns that together are different in every row, by what stands below <c>read:</c>; none unless overridden.</summary>
    public virtual IReadOnlyList<string> KeyOf(TRead read) => [];

    /// <summary>Reads the keys below <c>read:</c> of a kind. The block is closed by the caller.</summary>
    public abstract TRead ReadKind(MappingSection read, MappedKind kind);
}
