using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration.Attributes;

namespace CreditBridge.Benchmarks.Files;

/// <summary>CsvHelper reads a file into typed records and throws them away.</summary>
internal static class CsvHelperReading
{
    public static int Read(string file)
    {
        using var text = new StreamReader(file);
        using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
        var records = 0;
        foreach (var item in csv.GetRecords<Item>())
            records += item.Document.Length > 0 ? 1 : 0;
        return records;
    }

    /// <summary>One open item.</summary>
    public sealed class Item
    {
        [Name("COMPANY")]
        public string Company { get; set; } = "";

        [Name("CUSTNO")]
        public string Customer { get; set; } = "";

        [Name("DOCUMENT")]
        public string Document { get; set; } = "";

        [Name("DOCTYPE")]
        public string Type { get; set; } = "";

        [Name("ISSUED")]
        [Format("yyyy-MM-dd")]
        public DateOnly Issued { get; set; }

        [Name("DUE")]
        [Format("yyyy-MM-dd")]
        public DateOnly Due { get; set; }

        [Name("CURRENCY")]
        public string Currency { get; set; } = "";

        [Name("AMOUNT")]
        public decimal Amount { get; set; }

        [Name("OPEN")]
        public decimal Open { get; set; }

        [Name("DISPUTED")]
        [BooleanTrueValues("Y")]
        [BooleanFalseValues("N")]
        public bool Disputed { get; set; }
    }
}
