namespace CreditBridge.Mapping.Reference;

/// <summary>
/// The mappings that together have a case of everything that the language has, whatever the connector, one key per line with its meaning behind it. Reading them gathers
/// the grammar; their comments are the meanings in the JSON Schema and in the documentation, so that all say the same.
/// </summary>
public static class MappingReference
{
    private static readonly Lazy<MappingGrammar> Read = new(() => MappingLanguage.Of(() => new AnyDialect()).Grammar);

    /// <summary>The documents; the first one has nearly everything, the others the cases that exclude one of its own.</summary>
    public static IReadOnlyList<string> Documents { get; } = MappingText.Resources(typeof(MappingReference).Assembly, "reference", ".yaml");

    /// <summary>Every key that holds for all connectors.</summary>
    public static MappingGrammar Grammar => Read.Value;

    // Takes whatever stands below 'read:'; that is for the connectors to say.
    private sealed class AnyDialect : MappingDialect<bool>
    {
        public override string Connector => "FileDrop";

        public override IReadOnlyList<string> ReferenceDocuments => Documents;

        public override bool ReadKind(MappingSection read, MappedKind kind)
        {
            foreach (var key in read.Keys)
                read.Has(key);
            return true;
        }
    }
}
