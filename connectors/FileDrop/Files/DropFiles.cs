using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Quarantine;
using CreditBridge.Connectors.FileDrop.Rows;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Fields;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>What the sources of one connection share: the folder, the mapping, and what was read before.</summary>
internal sealed class DropFiles(DropFolder folder, string mappingPath, int pageSize, DropStreams streams, Func<RecordKind, string, CancellationToken, Task<bool>> hasReceipt)
{
    public DropFolder Folder => folder;

    public DropStreams Streams => streams;

    public string MappingPath => mappingPath;

    /// <summary>Records and rejections per page, at most.</summary>
    public int PageSize => pageSize;

    /// <summary>Where rejected rows are kept; null for nowhere.</summary>
    public QuarantineFolder? Quarantine { get; init; }

    /// <summary>Bytes that a packed file may unpack to, at most.</summary>
    public required long MostUnpacked { get; init; }

    public required TimeProvider Clock { get; init; }

    public Task<bool> HasReceipt(RecordKind kind, string id, CancellationToken cancellationToken) => hasReceipt(kind, id, cancellationToken);

    /// <summary>Opens a file and reads its header.</summary>
    public FileRows Open(DropFile file, FileLayout layout, IEnumerable<FieldOrigin> needed) => FileRows.Open(file, layout, needed, MostUnpacked);

    /// <summary>The mapping as it stands in its file now: a correction counts from the next cycle on, without a restart.</summary>
    public Task<MappingFile<FileLayout>> MappingAsync(CancellationToken cancellationToken) => MappingFile<FileLayout>.LoadAsync(new FileDialect(), mappingPath, cancellationToken);
}
