using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Writes small workbooks as Excel would: texts, numbers, days, formulas with their last value, errors and merged cells.</summary>
internal static class WorkbookBuilder
{
    /// <summary>A formula with the value that was stored with it.</summary>
    public sealed record Formula(string Text, object? Value);

    /// <summary>The error that a formula ended with.</summary>
    public sealed record Error(string Text);

    /// <summary>A number that is shown with zeros in front.</summary>
    public sealed record Padded(int Number);

    public static byte[] Build(params (string Name, object?[][] Rows, string[] Merged)[] sheets)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
            Add(archive, "_rels/.rels", Relations(("rId1", "officeDocument", "xl/workbook.xml")));
            Add(archive, "xl/_rels/workbook.xml.rels", Relations([.. sheets.Select((_, i) => ($"rId{i + 1}", "worksheet", $"worksheets/sheet{i + 1}.xml")), ("rId100", "styles", "styles.xml")]));
            Add(archive, "xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                + string.Concat(sheets.Select((s, i) => $"<sheet name=\"{SecurityElement.Escape(s.Name)}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>")) + "</sheets></workbook>");
            Add(archive, "xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts><cellXfs count=\"3\">"
                + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            for (var i = 0; i < sheets.Length; i++)
                Add(archive, $"xl/worksheets/sheet{i + 1}.xml", Sheet(sheets[i].Rows, sheets[i].Merged));
        }

        return memory.ToArray();
    }

    public static byte[] Build(params object?[][] rows) => Build(("Sheet1", rows, []));

    private static string Sheet(object?[][] rows, string[] merged)
    {
        var text = new StringBuilder("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
        for (var r = 0; r < rows.Length; r++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Length; c++)
                text.Append(Cell($"{(char)('A' + c)}{r + 1}", rows[r][c]));
            text.Append("</row>");
        }

        text.Append("</sheetData>");
        if (merged.Length > 0)
            text.Append("<mergeCells>").AppendJoin("", merged.Select(m => $"<mergeCell ref=\"{m}\"/>")).Append("</mergeCells>");
        return text.Append("</worksheet>").ToString();
    }

    private static string Cell(string at, object? value) => value switch
    {
        null => "",
        string s => $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(s)}</t></is></c>",
        bool b => $"<c r=\"{at}\" t=\"b\"><v>{(b ? 1 : 0)}</v></c>",
        DateOnly day => $"<c r=\"{at}\" s=\"1\"><v>{day.DayNumber - new DateOnly(1899, 12, 30).DayNumber}</v></c>",
        Padded padded => $"<c r=\"{at}\" s=\"2\"><v>{padded.Number}</v></c>",
        Formula { Value: string s } f => $"<c r=\"{at}\" t=\"str\"><f>{SecurityElement.Escape(f.Text)}</f><v>{SecurityElement.Escape(s)}</v></c>",
        Formula f => $"<c r=\"{at}\"><f>{SecurityElement.Escape(f.Text)}</f><v>{Convert.ToString(f.Value, CultureInfo.InvariantCulture)}</v></c>",
        Error e => $"<c r=\"{at}\" t=\"e\"><f>1/0</f><v>{e.Text}</v></c>",
        _ => $"<c r=\"{at}\"><v>{Convert.ToString(value, CultureInfo.InvariantCulture)}</v></c>",
    };

    private static string Relations(params (string Id, string Type, string Target)[] relations) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{r.Type}\" Target=\"{r.Target}\"/>")) + "</Relationships>";

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
        writer.Write(text);
    }
}
