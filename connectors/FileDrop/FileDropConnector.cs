using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Quarantine;
using CreditBridge.Mapping;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>Reads an ERP's customers, open items and everything else that a mapping can declare from files that it drops into a folder.</summary>
public sealed class FileDropConnector() : Connector<FileDropOptions>("FileDrop"), IMappedConnector
{
    /// <inheritdoc />
    public MappingLanguage Mappings { get; } = MappingLanguage.Of(() => new FileDialect());

    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, FileDropOptions options) => new FileDropConnection(context, new DropFiles(
        new DropFolder(Path.GetFullPath(options.Directory, context.BaseDirectory), options.Completion),
        Path.GetFullPath(options.Mapping, context.BaseDirectory),
        options.PageSize,
        new DropStreams(context.Clock),
        context.HasReceipt)
    {
        Quarantine = options.Quarantine.Length == 0 ? null : new QuarantineFolder(Path.GetFullPath(options.Quarantine, context.BaseDirectory)),
        MostUnpacked = options.MaxUnpackedMegabytes * (1L << 20),
        Clock = context.Clock,
    });
}
