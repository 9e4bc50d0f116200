using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Hosting;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>
/// The ERP's own list of balances as a CSV file with a header: <c>customer</c> and <c>balance</c> are needed, <c>past_due</c>, <c>system</c>, <c>company</c> and <c>currency</c> are read when
/// they are there. Comma, semicolon or tab stands between values.
/// </summary>
/// <param name="name">Name of the file, for messages.</param>
/// <param name="numbers">How its numbers are written.</param>
internal sealed class StatedBalanceFile(string name, StatedNumbers numbers)
{
    private const int MostProblems = 20;
    private static readonly string[] Needed = ["customer", "balance"];
    private static readonly string[] Known = ["customer", "balance", "past_due", "system", "company", "currency"];

    private readonly List<StatedBalance> _lines = [];
    private readonly List<Problem> _problems = [];
    private int _further;

    /// <summary>Reads a list; every mistake is named with its line, as long as there are not too many.</summary>
    public static (IReadOnlyList<StatedBalance> Lines, IReadOnlyList<Problem> Problems) Read(TextReader text, string name, StatedNumbers numbers)
    {
        var file = new StatedBalanceFile(name, numbers);
        file.Read(text);
        if (file._further > 0)
            file._problems.Add(new Problem(name, $"There are {file._further:N0} more mistakes."));
        return (file._lines, file._problems);
    }

    private void Read(TextReader text)
    {
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], BadDataFound = null });
        if (!parser.Read())
        {
            Refuse(null, "The file is empty.", "Export the ERP's list of balances with a header: customer, balance, past_due.");
            return;
        }

        var header = parser.Record!.Select(n => n.Trim().ToLowerInvariant()).ToList();
        foreach (var missing in Needed.Where(n => !header.Contains(n)))
            Refuse(1, $"There is no column '{missing}'.", $"Name the columns {string.Join(", ", Known)}; all but the first two may be absent.");
        while (Needed.All(header.Contains) && parser.Read())
            ReadLine(parser, header);
    }

    private void ReadLine(CsvParser parser, List<string> header)
    {
        var (values, line) = (parser.Record!, parser.RawRow);
        string? Text(string column) => header.IndexOf(column) is var at and >= 0 && at < values.Length && values[at].Trim() is { Length: > 0 } text ? text : null;
        decimal? Number(string column)
        {
            if (Text(column) is not { } text)
                return null;
            if (numbers.TryRead(text, out var number))
                return number;
            Refuse(line, $"'{text}' in column {column} is not a number {numbers.InWords}.", numbers.Advice);
            return null;
        }

        if (values.Length > header.Count)
            Refuse(line, $"The line has {values.Length} values, the header {header.Count}.", $"A value that holds '{parser.Delimiter}', such as a number, must stand in quotation marks.");
        var (customer, open, pastDue) = (Text("customer"), Number("balance"), Number("past_due"));
        CurrencyCode? currency = null;
        if (Text("currency") is { } code)
        {
            if (CurrencyCode.TryParse(code, out var parsed))
                currency = parsed;
            else
                Refuse(line, $"'{code}' is not a currency.", "Write the three letters of ISO 4217.");
        }

        if (customer is null)
            Refuse(line, "The line names no customer.", "Take lines of totals out of the file.");
        else if (open is { } balance)
            _lines.Add(new StatedBalance(line, customer, balance) { System = Text("system"), Company = Text("company"), Currency = currency, PastDue = pastDue });
        else if (Text("balance") is null)
            Refuse(line, $"Customer {customer} has no balance.", "Write 0 when nothing is open.");
    }

    private void Refuse(int? line, string what, string nextStep)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new Problem(line is null ? name : $"{name}:{line}", what, nextStep));
        else
            _further++;
    }
}
