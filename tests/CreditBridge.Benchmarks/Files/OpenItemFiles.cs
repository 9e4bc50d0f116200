using System.Globalization;
using System.IO.Compression;

namespace CreditBridge.Benchmarks.Files;

/// <summary>Files with open items of 20,000 customers, as an ERP exports them.</summary>
internal static class OpenItemFiles
{
    private static readonly string[] Header = ["COMPANY", "CUSTNO", "DOCUMENT", "DOCTYPE", "ISSUED", "DUE", "CURRENCY", "AMOUNT", "OPEN", "DISPUTED", "TEXT"];
    private static readonly DateOnly FirstDay = new(2025, 1, 1);

    public static void WriteCsv(string path, int rows)
    {
        using var writer = new StreamWriter(path);
        writer.Write(string.Join(',', Header) + "\n");
        for (var i = 1; i <= rows; i++)
        {
            var item = new Item(i);
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"1000,{item.Customer},{item.Document},{item.Type},{item.Issued:yyyy-MM-dd},{item.Issued.AddDays(30):yyyy-MM-dd},EUR,{item.Amount:0.00},{item.Open:0.00},{item.Disputed},\"Delivery {i}, as ordered\"\n"));
        }
    }

    /// <summary>The texts stand in the cells themselves: shared texts would be unpacked before the first row.</summary>
    public static void WriteXlsx(string path, int rows)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(archive, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""");
        Add(archive, "_rels/.rels", Relation("officeDocument", "xl/workbook.xml"));
        Add(archive, "xl/_rels/workbook.xml.rels", Relation("worksheet", "worksheets/sheet1.xml"));
        Add(archive, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Items" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        using var sheet = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open());
        sheet.Write("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        Row(sheet, 1, Header);
        for (var i = 1; i <= rows; i++)
        {
            var item = new Item(i);
            Row(sheet, i + 1, ["1000", item.Customer, item.Document, item.Type, $"{item.Issued:yyyy-MM-dd}", $"{item.Issued.AddDays(30):yyyy-MM-dd}", "EUR", item.Amount, item.Open, item.Disputed, $"Delivery {i}, as ordered"]);
        }

        sheet.Write("</sheetData></worksheet>");
    }

    private static void Row(StreamWriter sheet, int number, object[] values)
    {
        sheet.Write(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{number}\">"));
        for (var at = 0; at < values.Length; at++)
        {
            sheet.Write(values[at] is string text
                ? $"<c r=\"{(char)('A' + at)}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                : string.Create(CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + at)}{number}\"><v>{values[at]}</v></c>"));
        }

        sheet.Write("</row>");
    }

    private static string Relation(string type, string target) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" Target="{target}"/></Relationships>""";

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    /// <summary>What stands in a row; every twentieth is a credit note.</summary>
    private readonly record struct Item(int Number)
    {
        private bool IsCredit => Number % 20 == 0;

        public string Customer => $"C{10000 + (Number % 20000)}";

        public string Document => $"RE-2026-{Number:00000000}";

        public string Type => IsCredit ? "CN" : "INV";

        public DateOnly Issued => FirstDay.AddDays(Number % 400);

        public decimal Amount => IsCredit ? -50m : 100 + (Number % 9000) + (Number % 100 / 100m);

        public decimal Open => IsCredit ? -50m : 50 + (Number % 9000) + (Number % 100 / 100m);

        public string Disputed => Number % 97 == 0 ? "Y" : "N";
    }
}
