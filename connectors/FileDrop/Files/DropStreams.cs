using System.Collections.Concurrent;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>Opens files of the drop folder and knows their content hashes; a hash is computed again only when size or time of the file changed.</summary>
internal sealed class DropStreams(TimeProvider clock)
{
    private static readonly TimeSpan TimeStampDoubt = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, (long Size, DateTime Written, string Hash)> _known = new(StringComparer.Ordinal);

    /// <summary>Opens a file for one reading from front to back.</summary>
    public static FileStream Open(DropFile file)
    {
        try
        {
            if (file.Danger() is { } danger)
                throw FileFailures.Configuration(file, danger, "Put the file itself into the drop folder, under a plain name.");
            return new FileStream(file.Path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 1 << 16,
            });
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            throw FileFailures.From(e, file, null, 0);
        }
    }

    /// <summary>SHA-256 of the file's content, in hexadecimal.</summary>
    public string Hash(DropFile file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file.Path);
        try
        {
            if (info.Exists && _known.TryGetValue(file.Path, out var known) && known.Size == info.Length && known.Written == info.LastWriteTimeUtc)
                return known.Hash;
            using var stream = Open(file);
            using var hashing = new HashingStream(stream);
            var hash = hashing.Finish(cancellationToken);

            // A file that was written just now may be written again within the resolution of its time stamp.
            if (info.Exists && clock.GetUtcNow().UtcDateTime - info.LastWriteTimeUtc > TimeStampDoubt)
                _known[file.Path] = (info.Length, info.LastWriteTimeUtc, hash);
            return hash;
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            throw FileFailures.From(e, file, null, 0);
        }
    }
}
