using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Hosting;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>
/// The ERP's own list of balances as a CSV file with a header: <c>customer</c> and <c>balance</c> are needed, <c>past_due</c>, <c>system</c>, <c>company</c> and <c>currency</c> are read when
/// they are there. Comma or semicolon stands between values; numbers have a decimal point and nothing between thousands.
/// </summary>
internal static class StatedBalanceFile
{
    private static readonly string[] Needed = ["customer", "balance"];
    private static readonly string[] Known = ["customer", "balance", "past_due", "system", "company", "currency"];

    /// <summary>Reads a list; every mistake is named with its line.</summary>
    public static (IReadOnlyList<StatedBalance> Lines, IReadOnlyList<Problem> Problems) Read(TextReader text, string name)
    {
        var (lines, problems) = (new List<StatedBalance>(), new List<Problem>());
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], BadDataFound = null });
        if (!parser.Read())
            return (lines, [new Problem(name, "The file is empty.", "Export the ERP's list of balances with a header: customer, balance, past_due.")]);
        var header = parser.Record!.Select(n => n.Trim().ToLowerInvariant()).ToList();
        foreach (var missing in Needed.Where(n => !header.Contains(n)))
            problems.Add(new Problem($"{name}:1", $"There is no column '{missing}'.", $"Name the columns {string.Join(", ", Known)}; all but the first two may be absent."));
        while (problems.Count == 0 && parser.Read())
            ReadLine(parser, header, name, lines, problems);
        return (lines, problems);
    }

    private static void ReadLine(CsvParser parser, List<string> header, string name, List<StatedBalance> lines, List<Problem> problems)
    {
        var values = parser.Record!;
        string? Text(string column) => header.IndexOf(column) is var at and >= 0 && at < values.Length && values[at].Trim() is { Length: > 0 } text ? text : null;
        decimal? Number(string column)
        {
            if (Text(column) is not { } text)
                return null;
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return number;
            problems.Add(new Problem($"{name}:{parser.RawRow}", $"'{text}' in column {column} is not a number.", "Write numbers with a decimal point and nothing between thousands, such as -1234.50."));
            return null;
        }

        var (customer, open, pastDue) = (Text("customer"), Number("balance"), Number("past_due"));
        CurrencyCode? currency = null;
        if (Text("currency") is { } code)
        {
            if (CurrencyCode.TryParse(code, out var parsed))
                currency = parsed;
            else
                problems.Add(new Problem($"{name}:{parser.RawRow}", $"'{code}' is not a currency.", "Write the three letters of ISO 4217."));
        }

        if (customer is null)
            problems.Add(new Problem($"{name}:{parser.RawRow}", "The line names no customer.", "Take lines of totals out of the file."));
        else if (open is { } balance)
            lines.Add(new StatedBalance(parser.RawRow, customer, balance) { System = Text("system"), Company = Text("company"), Currency = currency, PastDue = pastDue });
        else if (Text("balance") is null)
            problems.Add(new Problem($"{name}:{parser.RawRow}", $"Customer {customer} has no balance.", "Write 0 when nothing is open."));
    }
}
