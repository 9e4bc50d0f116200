using System.IO.Compression;
using System.IO.Enumeration;
using CreditBridge.Connectors.FileDrop.Layouts;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// What stands in a file, unpacked while it is read and never on a disk. In the end it tells the hash of the file that was really read, so that it is known whether this was
/// the file that it was thought to be.
/// </summary>
internal sealed class FileContent : IDisposable
{
    private readonly FileStream _file;
    private readonly HashingStream? _hashed;
    private readonly ZipArchive? _archive;

    private FileContent(FileStream file, Stream unpacked, HashingStream? hashed, ZipArchive? archive) => (_file, Unpacked, _hashed, _archive) = (file, unpacked, hashed, archive);

    /// <summary>The bytes of the text.</summary>
    public Stream Unpacked { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="layout">How it is packed.</param>
    /// <param name="mostUnpacked">Bytes that it may unpack to, at most.</param>
    public static FileContent Open(DropFile file, FileLayout layout, long mostUnpacked)
    {
        var stream = DropStreams.Open(file);
        try
        {
            if (layout.Compression == Compression.Zip)
            {
                var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
                var entry = EntryOf(archive, file, layout.Entry);
                return new FileContent(stream, new UnpackLimit(new SummedStream(entry.Open(), entry.Crc32), Math.Max(entry.CompressedLength, 1), mostUnpacked, entry.Length), null, archive);
            }

            var hashed = new HashingStream(stream);
            return layout.Compression == Compression.Gzip
                ? new FileContent(stream, new UnpackLimit(new GzipContent(hashed), Math.Max(stream.Length, 1), mostUnpacked, null), hashed, null)
                : new FileContent(stream, hashed, hashed, null);
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (FileFailures.IsExpected(e))
                throw FileFailures.From(e, file, layout, 0);
            throw;
        }
    }

    /// <summary>SHA-256 of the whole file, in hexadecimal; to be called after the last row.</summary>
    public string Hash()
    {
        if (_hashed is not null)
            return _hashed.Finish();
        _file.Position = 0;
        using var whole = new HashingStream(_file);
        return whole.Finish();
    }

    public void Dispose()
    {
        Unpacked.Dispose();
        _archive?.Dispose();
        _hashed?.Dispose();
        _file.Dispose();
    }

    private static ZipArchiveEntry EntryOf(ZipArchive archive, DropFile file, string pattern)
    {
        var files = archive.Entries.Where(e => e.Name.Length > 0 && !e.Name.StartsWith('.')).ToList();
        var matching = files.Where(e => FileSystemName.MatchesSimpleExpression(pattern, e.Name, ignoreCase: true)).ToList();
        if (matching.Count != 1)
        {
            var there = files.Count == 0 ? "nothing" : string.Join(", ", files.Take(5).Select(e => DropFolder.Shown(e.Name))) + (files.Count > 5 ? ", …" : "");
            throw FileFailures.Configuration(file, matching.Count == 0 ? $"No file in the archive matches '{pattern}'; it holds {there}." : $"{matching.Count} files in the archive match '{pattern}'; it holds {there}.",
                "Pack one file into each archive, or name it with 'entry:' in the mapping.");
        }

        if (matching[0].IsEncrypted)
            throw FileFailures.Configuration(file, $"{DropFolder.Shown(matching[0].Name)} is encrypted in the archive.", "Export it without a password; protect the folder instead.");
        return matching[0];
    }
}
