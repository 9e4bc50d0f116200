using System.Globalization;
using System.IO.Compression;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Rows;
using ExcelDataReader;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>What concerns a workbook as a whole: whether it may be opened, which sheet counts, and what its cells hold.</summary>
internal static class Workbook
{
    private const int MostRows = 1_048_576;
    private const int MostColumns = 16_384;

    // Texts are kept in memory by the reader of workbooks, rows are not.
    private const long MostText = 256 << 20;
    private const long MostElse = 64 << 20;
    private const int MostParts = 10_000;

    // The reader of workbooks asks for an encoding of old formats before it looks at the file.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Refuses what is no workbook, and a workbook that would fill the memory once it is unpacked.</summary>
    public static void RefuseUnsafe(DropFile file, FileStream stream, long mostUnpacked)
    {
        Span<byte> begin = stackalloc byte[4];
        var read = stream.ReadAtLeast(begin, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        if (begin is [0xD0, 0xCF, 0x11, 0xE0])
            throw FileFailures.Configuration(file, "The workbook is encrypted or of the old format XLS.", "Save it as XLSX without a password.");
        if (read < 4 || begin is not [(byte)'P', (byte)'K', ..])
            throw FileFailures.Configuration(file, "The file is not an XLSX workbook.", "Save it as XLSX, or correct 'format:' in the mapping.");
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var parts = archive.Entries;
        var isTooLarge = parts.Count > MostParts || parts.Sum(p => (decimal)p.Length) > mostUnpacked || parts.Any(p => p.Length > Most(p))
            || parts.Any(p => p.Length > 16 << 20 && p.Length / Math.Max(p.CompressedLength, 1) > UnpackLimit.LargestRatio);
        stream.Position = 0;
        if (isTooLarge)
            throw new UnpackedTooLargeException($"The workbook unpacks to {parts.Sum(p => (decimal)p.Length) / (1 << 20):N0} MB, which is more than any export can be.");
    }

    /// <summary>Goes to the sheet with a name, or to the only one.</summary>
    public static void GoToSheet(DropFile file, IExcelDataReader reader, string? name)
    {
        var names = new List<string>();
        if (name is null && reader.ResultsCount == 1)
        {
            RefuseSize(file, reader);
            return;
        }

        do
        {
            if (name is not null && string.Equals(reader.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                RefuseSize(file, reader);
                return;
            }

            names.Add(reader.Name ?? "");
        }
        while (reader.NextResult());
        throw FileFailures.Configuration(
            file,
            name is null ? $"The workbook has {names.Count} sheets: {string.Join(", ", names)}." : $"The workbook has no sheet '{name}'{(NearestName.Of(name, names) is { } near ? $"; did you mean '{near}'?" : ".")} It has: {string.Join(", ", names)}.",
            "Name the sheet with 'sheet:' in the mapping.");
    }

    /// <summary>What a cell holds. A number that a format of zeros shows with zeros in front, such as a customer's number, is the text that it shows.</summary>
    public static object? ValueOf(IExcelDataReader reader, int at)
    {
        var value = SourceValue.From(reader.GetValue(at));
        if (value is decimal number && reader.GetNumberFormatString(at) is { Length: > 1 } format && format.AsSpan().IndexOfAnyExcept('0') < 0 && number == decimal.Truncate(number))
            return number.ToString(format, CultureInfo.InvariantCulture);
        return value is "" ? null : value;
    }

    /// <summary>Name of a cell, such as B3.</summary>
    public static string CellName(int column, long line)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters + line.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether an exception comes from what stands in the workbook: its reader fails in many ways on one that is damaged, and none of them is ours.</summary>
    public static bool IsItsFault(Exception e) =>
        e is not (ConnectorException or OperationCanceledException or UnauthorizedAccessException or OutOfMemoryException) && (e is not IOException || e is EndOfStreamException);

    /// <summary>The failure that a damaged workbook gets.</summary>
    public static ConnectorException Damaged(DropFile file, Exception e) => e is UnpackedTooLargeException
        ? FileFailures.From(e, file, null, 0)
        : new ConnectorException(new Failure(FailureKind.Configuration, $"The workbook cannot be read; it is damaged or was cut off. ({e.Message}) Nothing of the file was applied.", "Let it be exported again.") { Where = file.Path }, e);

    private static void RefuseSize(DropFile file, IExcelDataReader reader)
    {
        if (reader.RowCount > MostRows || reader.FieldCount > MostColumns)
            throw FileFailures.Configuration(file, $"The sheet has {reader.RowCount:N0} rows and {reader.FieldCount:N0} columns, more than a workbook can have.", "Let it be exported again.");
    }

    private static long Most(ZipArchiveEntry part) => part.FullName switch
    {
        _ when part.FullName.Contains("/worksheets/", StringComparison.OrdinalIgnoreCase) => long.MaxValue,
        _ when part.FullName.Contains("sharedStrings", StringComparison.OrdinalIgnoreCase) => MostText,
        _ => MostElse,
    };
}
