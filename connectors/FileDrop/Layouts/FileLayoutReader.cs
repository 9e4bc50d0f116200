using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>Reads the keys below <c>read:</c>, and refuses those that say nothing in the declared format.</summary>
internal static class FileLayoutReader
{
    public static FileLayout Read(MappingSection read, MappedKind kind)
    {
        var pattern = read.RequiredText("pattern", "Write the name of the files with '*' where it varies, such as 'pattern: customers-*.csv'.");
        if (pattern.AsSpan().ContainsAny('/', '\\'))
            read.Refuse("pattern", "The pattern names a folder.", "Files are looked for in the drop folder only; write the file's name.");
        var full = read.Choice<bool>("set", Sets, null, "With 'full' a record that the newest file does not list is gone; with 'delta' files only add and correct.");
        var percent = read.Percent("max_removed_percent", 50);
        if (read.Has("max_removed_percent") && !full)
            read.Refuse("max_removed_percent", "A delta set removes nothing.", "Take the key out, or write 'set: full'.");
        var format = read.Choice("format", Formats, FileFormat.Csv, "");
        var layout = new FileLayout
        {
            Pattern = pattern,
            IsFull = full,
            MaxRemovedPercent = percent,
            Format = format,
            Lines = LineLayout.Read(read, format),
            HasHeader = read.Switch("header", true),
            SkipLines = Lines(read, "skip_lines"),
            Comments = read.List("comment") ?? [],
            Footers = read.List("footer") ?? [],
            FooterLines = Lines(read, "footer_lines"),
            NeedsFinalLineBreak = read.Choice("final_line_break", FinalLineBreaks, true, ""),
            Sheet = read.Text("sheet"),
            Merged = read.Choice("merged", Merged, MergedCells.Reject, ""),
            Aliases = read.Table("aliases") ?? new Dictionary<string, string>(),
            Compression = read.Choice("compression", Compressions, Compression.None, ""),
            Entry = read.Text("entry", "*")!,
            Trailer = TrailerLayout.Read(read, format),
            Manifest = ManifestLayout.Read(read),
            Deleted = DeletionMark.Read(read),
            IgnoresBalances = read.Choice("balances", Balances, false, ""),
        };
        if (read.Has("balances") && kind != MappedKinds.OpenItems)
            read.Refuse("balances", "The key says nothing here.", "Balances of customers are compared with 'open_items'; take it out.");
        RefuseIdleKeys(read, layout);
        foreach (var key in new[] { "comment", "footer" })
        {
            if (read.List(key) is { } texts && texts.Any(string.IsNullOrEmpty))
                read.Refuse(key, "Every line begins with an empty text.", $"Write the text with which such lines begin, such as '{key}: [\"#\"]'.");
        }

        layout = layout with { Columns = Names(read, layout), FixedColumns = Places(read, format) };
        return format == FileFormat.Fixed ? layout with { HasHeader = false } : layout;
    }

    private static void RefuseIdleKeys(MappingSection read, FileLayout layout)
    {
        var isText = layout.Format is FileFormat.Csv or FileFormat.Tsv;
        foreach (var key in new[] { "delimiter", "quote", "escape" })
            Idle(key, !isText, "Values are separated in the formats csv and tsv only.");
        Idle("encoding", layout.Format == FileFormat.Xlsx, "A workbook has its own encoding.");
        Idle("columns", layout.Format == FileFormat.Fixed, "The columns of fixed width have places, which stand under 'positions:'.");
        Idle("positions", layout.Format != FileFormat.Fixed, "Values have positions in the format fixed only.");
        Idle("header", layout.Format == FileFormat.Fixed, "The columns of fixed width are declared with 'positions:'; a first line that names them is skipped with 'skip_lines: 1'.");
        Idle("sheet", layout.Format != FileFormat.Xlsx, "Only workbooks have sheets.");
        Idle("merged", layout.Format != FileFormat.Xlsx, "Only workbooks have merged cells.");
        Idle("final_line_break", layout.Format == FileFormat.Xlsx, "A workbook has no lines.");
        Idle("final_line_break", layout.Format != FileFormat.Xlsx && layout.Compression != Compression.None, "A packed file that was cut off cannot be unpacked.");
        Idle("compression", layout.Format == FileFormat.Xlsx && layout.Compression != Compression.None, "A workbook is packed in itself.");
        Idle("entry", layout.Compression != Compression.Zip, "Only ZIP archives have entries.");
        Idle("aliases", !layout.HasHeader || layout.Format == FileFormat.Fixed, "Only a header can use other names.");

        void Idle(string key, bool isIdle, string why)
        {
            if (read.Has(key) && isIdle)
                read.Refuse(key, "The key says nothing here.", $"{why} Take it out, or correct 'format:'.");
        }
    }

    private static List<string> Names(MappingSection read, FileLayout layout)
    {
        var names = read.List("columns") ?? [];
        if (names.Count > 0 && layout.HasHeader && layout.Format != FileFormat.Fixed)
            read.Refuse("columns", "The header names the columns already.", "Take the key out, or write 'header: false'; other names for a column of the header stand under 'aliases:'.");
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Key.Length > 0 && g.Count() > 1) is { } twice)
            read.Refuse("columns", $"{twice.Key} stands there more than once.", "Give each column a name of its own.");
        return [.. names];
    }

    private static List<FixedColumn> Places(MappingSection read, FileFormat format)
    {
        var columns = new List<FixedColumn>();
        var written = read.Table("positions") ?? new Dictionary<string, string>();
        foreach (var (name, text) in written)
        {
            if (LinePlace.OfCharacters(text) is { } place)
                columns.Add(new FixedColumn(name, place));
            else
                read.Refuse("positions", $"'{text}' (for {name}) is not a place in the line.", "Write the first and the last character, such as '11-25', or the first and how many, '11+15'.");
        }

        if (written.Count == 0 && format == FileFormat.Fixed)
            read.Refuse("positions", "No column has a place.", "Write 'positions: {CUSTNO: 1-10, NAME: 11-50}' with the first and the last character of each.");
        return columns;
    }

    private static int Lines(MappingSection read, string key)
    {
        if (read.Number(key) is not { } number)
            return 0;
        if (number is >= 0 and <= 1000 && number == decimal.Truncate(number))
            return (int)number;
        read.Refuse(key, $"{number} is not a number of lines.", "Write a whole number from 0 to 1000.");
        return 0;
    }

    private static readonly Dictionary<string, bool> Balances = new() { ["reject"] = false, ["ignore"] = true };
    private static readonly Dictionary<string, bool> FinalLineBreaks = new() { ["required"] = true, ["optional"] = false };
    private static readonly Dictionary<string, bool> Sets = new() { ["full"] = true, ["delta"] = false };
    private static readonly Dictionary<string, FileFormat> Formats = new() { ["csv"] = FileFormat.Csv, ["tsv"] = FileFormat.Tsv, ["fixed"] = FileFormat.Fixed, ["xlsx"] = FileFormat.Xlsx };
    private static readonly Dictionary<string, MergedCells> Merged = new() { ["reject"] = MergedCells.Reject, ["fill"] = MergedCells.Fill };
    private static readonly Dictionary<string, Compression> Compressions = new() { ["none"] = Compression.None, ["zip"] = Compression.Zip, ["gzip"] = Compression.Gzip };
}
