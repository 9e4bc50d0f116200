using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>
/// The ERP's own list of balances as a CSV file with a header: <c>customer</c> and <c>balance</c> are needed, <c>past_due</c>, <c>system</c>, <c>company</c> and <c>currency</c> are read when
/// they are there.
/// </summary>
/// <param name="name">Name of the file, for messages.</param>
/// <param name="numbers">How its numbers are written.</param>
internal sealed class StatedBalanceFile(string name, StatedNumbers numbers)
{
    private static readonly string[] Needed = ["customer", "balance"];
    private static readonly string[] Known = ["customer", "balance", "past_due", "system", "company", "currency"];

    private readonly List<StatedBalance> _lines = [];
    private readonly CsvMistakes _mistakes = new(name);

    /// <summary>Reads a list; every mistake is named with its line, as long as there are not too many.</summary>
    public static (IReadOnlyList<StatedBalance> Lines, IReadOnlyList<Problem> Problems) Read(TextReader text, string name, StatedNumbers numbers)
    {
        var file = new StatedBalanceFile(name, numbers);
        CsvList.ReadAll(text, name, "Export the ERP's list of balances as CSV with a header: customer, balance, past_due.", file._mistakes, ColumnsOf, file.ReadLine);
        return (file._lines, file._mistakes.ToProblems());
    }

    private static IEnumerable<(string Column, string Advice)> ColumnsOf(CsvList list) =>
        Known.Where(c => Needed.Contains(c) || list.Has(c)).Select(c => (c, $"Name the columns {string.Join(", ", Known)}; all but the first two may be absent."));

    private void ReadLine(CsvList list)
    {
        var line = list.Line;
        if (list.Misfit is { } misfit)
        {
            _mistakes.Add(line, misfit, list.MisfitAdvice);
            return;
        }

        decimal? Number(string column)
        {
            if (list.Text(column) is not { } text)
                return null;
            if (numbers.TryRead(text, out var number))
                return number;
            _mistakes.Add(line, $"'{PlainText.Of(text)}' in column {column} {numbers.WhyNot(text)}.", numbers.NextStep(text));
            return null;
        }

        var (customer, open, pastDue) = (list.Text("customer"), Number("balance"), Number("past_due"));
        CurrencyCode? currency = null;
        if (list.Text("currency") is { } code)
        {
            if (CurrencyCode.TryParse(code, out var parsed))
                currency = parsed;
            else
                _mistakes.Add(line, $"'{PlainText.Of(code)}' is not a currency.", "Write the three letters of ISO 4217.");
        }

        if (customer is null)
            _mistakes.Add(line, "The line names no customer.", "Take lines of totals out of the file.");
        else if (open is { } balance)
            _lines.Add(new StatedBalance(line, customer, balance) { System = list.Text("system"), Company = list.Text("company"), Currency = currency, PastDue = pastDue });
        else if (list.Text("balance") is null)
            _mistakes.Add(line, $"Customer {PlainText.Of(customer)} has no balance.", "Write 0 when nothing is open.");
    }
}
