using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>What stands below <c>read:</c> in a mapping of files.</summary>
public sealed class FileDialect : MappingDialect<FileLayout>
{
    /// <inheritdoc />
    public override string Connector => "FileDrop";

    /// <inheritdoc />
    public override FileLayout ReadKind(MappingSection read, MappedKind kind) => FileLayout.Read(read, kind);
}
