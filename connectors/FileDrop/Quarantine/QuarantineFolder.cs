using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.FileDrop.Files;

namespace CreditBridge.Connectors.FileDrop.Quarantine;

/// <summary>
/// A folder in which people find what could not be read: for a file its rejected rows, or the reason why all of it was refused. It shows the latest reading: reading a file
/// again replaces what stood there, and takes it away when nothing is wrong any more. The file itself stays where it is, it belongs to the other system.
/// </summary>
internal sealed class QuarantineFolder(string path)
{
    private const string ReasonSuffix = ".reason.txt";
    private const string RowsSuffix = ".rejected.csv";

    public string Path => path;

    /// <summary>Begins to note the rejected rows of a file.</summary>
    public QuarantineFile Begin(DropFile file)
    {
        RefuseDropFolder(file);
        return new QuarantineFile(At(file, RowsSuffix), () => Remove(At(file, ReasonSuffix)));
    }

    /// <summary>Notes why a whole file was refused; what may pass by itself is not noted.</summary>
    public void Note(DropFile file, Failure failure)
    {
        if (failure.MayPass)
            return;
        RefuseDropFolder(file);
        Write(At(file, ReasonSuffix), new UTF8Encoding(false).GetBytes($"{failure}\n"));
        Remove(At(file, RowsSuffix));
    }

    /// <summary>Writes a file so that it is there whole or not at all, and only when it says something new.</summary>
    private static void Write(string at, byte[] content)
    {
        try
        {
            if (File.Exists(at) && File.ReadAllBytes(at).AsSpan().SequenceEqual(content))
                return;
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(at)!);
            File.WriteAllBytes(at + ".tmp", content);
            File.Move(at + ".tmp", at, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(at, e);
        }
    }

    private static void Remove(string at)
    {
        try
        {
            if (File.Exists(at))
                File.Delete(at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(at, e);
        }
    }

    /// <summary>The failure when the folder cannot be written to.</summary>
    public static ConnectorException Unwritable(string at, Exception e) =>
        new(new Failure(FailureKind.Configuration, $"What could not be read cannot be kept: {e.Message}", "Give the account that the service runs under the right to write to the folder of the option Quarantine, and space; or take the option out.") { Where = at }, e);

    private string At(DropFile file, string suffix) => System.IO.Path.Combine(path, DropFolder.Shown(file.Name) + suffix);

    private void RefuseDropFolder(DropFile file)
    {
        if (System.IO.Path.GetDirectoryName(file.Path) == path.TrimEnd(System.IO.Path.DirectorySeparatorChar))
            throw new ConnectorException(new Failure(FailureKind.Configuration, "The quarantine is the drop folder itself.", "Name another folder in the option Quarantine: what is written there would be read again.") { Where = path });
    }
}
