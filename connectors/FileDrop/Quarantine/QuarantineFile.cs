using System.Globalization;
using System.Text;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.FileDrop.Quarantine;

/// <summary>
/// The rejected rows of one file while it is read: line, reason, and the row as it came. They are written beside and take the place of an earlier list when the reading
/// has come to its end.
/// </summary>
/// <param name="at">Where the list will stand.</param>
/// <param name="read">Called when the file was read to its end.</param>
internal sealed class QuarantineFile(string at, Action read) : IDisposable
{
    /// <summary>Rows that are kept, at most: a file in which more is wrong is wrong as a whole.</summary>
    public const int MostRows = 100_000;

    private StreamWriter? _writer;
    private long _rows;

    private string Unfinished => at + ".tmp";

    /// <summary>Notes a row.</summary>
    public void Add(long line, RejectedRecord rejected, string raw)
    {
        if (++_rows > MostRows)
            return;
        Guarded(() =>
        {
            if (_writer is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(at)!);
                _writer = new StreamWriter(Unfinished, append: false, new UTF8Encoding(false));
                _writer.Write("line,reason,row\n");
            }

            _writer.Write($"{line.ToString(CultureInfo.InvariantCulture)},{Quoted(rejected.Reason)},{Quoted(raw)}\n");
        });
    }

    /// <summary>The file was read to its end: what was noted takes the place of what stood there.</summary>
    public void Complete() => Guarded(() =>
    {
        if (_rows > MostRows)
            _writer!.Write($",{Quoted($"{_rows - MostRows:N0} more rows were rejected; they are not listed.")},\n");
        _writer?.Dispose();
        if (_writer is not null)
            File.Move(Unfinished, at, overwrite: true);
        else if (File.Exists(at))
            File.Delete(at);
        _writer = null;
        read();
    });

    /// <summary>Without <see cref="Complete"/> nothing is left behind.</summary>
    public void Dispose()
    {
        if (_writer is null)
            return;
        _writer.Dispose();
        File.Delete(Unfinished);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw QuarantineFolder.Unwritable(at, e);
        }
    }
}
