using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Connectors.FileDrop.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>What can go wrong with a file as a whole, as failures that name it.</summary>
internal static class FileFailures
{
    /// <summary>Whether an exception is an expected one while reading a file.</summary>
    public static bool IsExpected(Exception e) => e is IOException or UnauthorizedAccessException or DecoderFallbackException or WrongEncodingException or RowTooLongException
        or InvalidDataException or UnpackedTooLargeException or CutOffException;

    public static ConnectorException From(Exception e, DropFile file, FileLayout? layout, long? line) => new(e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Failure(FailureKind.Transient, "The file has vanished before it was read.", "Leave files in the drop folder until they were read; the next cycle goes on with what is there."),
        UnauthorizedAccessException => new Failure(FailureKind.Configuration, "The file may not be read.", "Give the account that the service runs under the right to read it."),
        DecoderFallbackException => new Failure(FailureKind.Configuration, $"The file is not {(layout is null ? "" : TextEncodings.NameOf(layout.Lines.Encoding))}: {(line is { } at ? $"line {at}" : "it")} holds a byte that no text in this encoding has. Nothing of the file was applied.", "Declare the file's real encoding with 'encoding:' in the mapping (windows-1252 is frequent), or export it as UTF-8."),
        RowTooLongException => new Failure(FailureKind.Configuration, $"The row that begins after line {line} is longer than {TextWindow.LongestRow:N0} characters. Nothing of the file was applied.", "Probably a quotation mark is not closed there, or the file is not a CSV file; correct it and drop it again."),
        WrongEncodingException wrong => new Failure(FailureKind.Configuration, $"{wrong.Message} Nothing of the file was applied.", wrong.NextStep),
        UnpackedTooLargeException => new Failure(FailureKind.Configuration, $"{e.Message} Nothing of the file was applied.", "If the file is good, raise the option MaxUnpackedMegabytes or let the other system split it; if nobody knows it, take it away."),
        InvalidDataException or CutOffException or EndOfStreamException => new Failure(FailureKind.Configuration, $"The file cannot be unpacked; it is damaged, was cut off, or is something else. ({e.Message}) Nothing of the file was applied.", "Let it be exported again, and see 'compression:' in the mapping."),
        _ => new Failure(FailureKind.Transient, $"The file cannot be read: {e.Message}", "It is tried again in the next cycle."),
    }
    with { Where = Shown(file) }, e);

    public static ConnectorException Configuration(DropFile file, string message, string nextStep, long? line = null) =>
        new(new Failure(FailureKind.Configuration, message + " Nothing of the file was applied.", nextStep) { Where = line is null ? Shown(file) : $"{Shown(file)}:{line}" });

    public static ConnectorException Changed(DropFile file) => new(new Failure(
        FailureKind.Transient,
        "The file changed while it was read; it is not counted as read.",
        "Write files under a name that ends in .part and rename them when they are complete (or use markers); it is read again in the next cycle.")
    { Where = Shown(file) });

    private static string Shown(DropFile file) => DropFolder.Shown(file.Path);
}
