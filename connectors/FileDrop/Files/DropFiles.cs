using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>What the sources of one connection share: the folder, the mapping, and what was read before.</summary>
internal sealed class DropFiles(DropFolder folder, string mappingPath, int pageSize, DropStreams streams, Func<RecordKind, string, CancellationToken, Task<bool>> hasReceipt)
{
    public DropFolder Folder => folder;

    public DropStreams Streams => streams;

    public string MappingPath => mappingPath;

    /// <summary>Records and rejections per page, at most.</summary>
    public int PageSize => pageSize;

    public Task<bool> HasReceipt(RecordKind kind, string id, CancellationToken cancellationToken) => hasReceipt(kind, id, cancellationToken);

    /// <summary>The mapping as it stands in its file now: a correction counts from the next cycle on, without a restart.</summary>
    public Task<MappingFile<FileLayout>> MappingAsync(CancellationToken cancellationToken) => MappingFile<FileLayout>.LoadAsync(new FileDialect(), mappingPath, cancellationToken);
}
