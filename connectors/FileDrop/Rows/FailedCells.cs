using System.Globalization;
using System.IO.Compression;
using System.Xml;
using CreditBridge.Connectors.FileDrop.Files;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>
/// The cells of a sheet in which a formula failed, with the error that they show. The reader of workbooks gives nothing for them, as for empty cells; but nothing is an amount
/// that is not there, and an error is one that nobody knows. Most sheets have none, which shows without taking them apart.
/// </summary>
internal sealed class FailedCells
{
    private const int Most = 1_000_000;
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly byte[][] Marks = ["t=\"e\""u8.ToArray(), "t='e'"u8.ToArray()];
    private readonly Dictionary<(long Line, int Column), string> _errors = [];

    private FailedCells()
    {
    }

    /// <summary>Finds them.</summary>
    /// <param name="stream">The workbook, which was found safe to open.</param>
    /// <param name="sheet">Name of the sheet; null for the only one.</param>
    /// <param name="mostUnpacked">Bytes that the sheet may unpack to.</param>
    public static FailedCells Of(FileStream stream, string? sheet, long mostUnpacked)
    {
        stream.Position = 0;
        var cells = new FailedCells();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (PartOf(archive, sheet) is { } part && HasMark(part, mostUnpacked))
                cells.Collect(part, mostUnpacked);
        }

        stream.Position = 0;
        return cells;
    }

    /// <summary>Puts the errors of a row into its values.</summary>
    public void Show(long line, object?[] values)
    {
        for (var at = 0; _errors.Count > 0 && at < values.Length; at++)
        {
            if (_errors.TryGetValue((line, at), out var error))
                values[at] = error;
        }
    }

    private static bool HasMark(ZipArchiveEntry part, long mostUnpacked)
    {
        using var content = Open(part, mostUnpacked);
        var buffer = new byte[1 << 16];
        var kept = 0;
        while (content.Read(buffer.AsSpan(kept)) is var read and > 0)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            foreach (var mark in Marks)
            {
                if (bytes.IndexOf(mark) >= 0)
                    return true;
            }

            // A mark may lie across the edge.
            kept = Math.Min(Marks[0].Length - 1, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }

    private void Collect(ZipArchiveEntry part, long mostUnpacked)
    {
        using var content = Open(part, mostUnpacked);
        using var xml = XmlReader.Create(content);
        var (line, column, isError) = (0L, -1, false);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
            {
                (line, column) = (long.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var number) ? number : line + 1, -1);
            }
            else if (xml.LocalName == "c")
            {
                column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
                isError = xml.GetAttribute("t") == "e";
                if (isError)
                    _errors[(line, column)] = "#N/A";
            }
            else if (isError && xml.LocalName == "v" && xml.ReadString() is { Length: > 0 and < 40 } error)
            {
                _errors[(line, column)] = error;
            }

            if (_errors.Count > Most)
                throw new InvalidDataException($"In more than {Most:N0} cells a formula failed.");
        }
    }

    // The place of the letters in B3; null when the cell does not say where it stands.
    private static int? ColumnOf(string? cell)
    {
        var column = 0;
        foreach (var letter in cell ?? "")
        {
            if (!char.IsAsciiLetterUpper(letter) || column > 1_000_000)
                break;
            column = (column * 26) + letter - 'A' + 1;
        }

        return column == 0 ? null : column - 1;
    }

    private static UnpackLimit Open(ZipArchiveEntry part, long mostUnpacked) => new(part.Open(), Math.Max(part.CompressedLength, 1), mostUnpacked, null);

    // The part in which a sheet stands: its relation, by its name in the list of sheets.
    private static ZipArchiveEntry? PartOf(ZipArchive archive, string? sheet)
    {
        var relation = Elements(archive, "xl/workbook.xml", "sheet", s => (Name: s.GetAttribute("name") ?? "", Relation: s.GetAttribute("id", Relations) ?? s.GetAttribute("r:id")))
            .FirstOrDefault(s => sheet is null || s.Name.Equals(sheet, StringComparison.OrdinalIgnoreCase)).Relation;
        var target = Elements(archive, "xl/_rels/workbook.xml.rels", "Relationship", r => (Id: r.GetAttribute("Id"), Target: r.GetAttribute("Target") ?? ""))
            .FirstOrDefault(r => relation is not null && r.Id == relation).Target ?? "";
        var path = target.StartsWith('/') ? target[1..] : "xl/" + target;
        return archive.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(path, StringComparison.OrdinalIgnoreCase));
    }

    private static List<T> Elements<T>(ZipArchive archive, string part, string name, Func<XmlReader, T> read)
    {
        var found = new List<T>();
        if (archive.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(part, StringComparison.OrdinalIgnoreCase)) is not { } entry)
            return found;
        using var content = entry.Open();
        using var xml = XmlReader.Create(content);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == name)
                found.Add(read(xml));
        }

        return found;
    }
}
