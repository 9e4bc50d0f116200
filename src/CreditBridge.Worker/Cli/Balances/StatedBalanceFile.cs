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
    private const int MostProblems = 20;
    private static readonly string[] Needed = ["customer", "balance"];
    private static readonly string[] Known = ["customer", "balance", "past_due", "system", "company", "currency"];

    private readonly List<StatedBalance> _lines = [];
    private List<Problem> _problems = [];
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
        using var list = new CsvList(text, name);
        if (list.ReadHeader("Export the ERP's list of balances as CSV with a header: customer, balance, past_due."))
        {
            foreach (var column in Known.Where(c => Needed.Contains(c) || list.Has(c)))
            {
                if (list.Use(column, $"Name the columns {string.Join(", ", Known)}; all but the first two may be absent.") is { } problem)
                    _problems.Add(problem);
            }

            if (_problems.Count > 0)
                return;
            while (list.Read())
                ReadLine(list);
        }

        if (list.Refusal is { } refusal)
            (_problems, _further) = ([refusal], 0);
    }

    private void ReadLine(CsvList list)
    {
        var line = list.Line;
        if (list.Misfit is { } misfit)
        {
            Refuse(line, misfit, list.MisfitAdvice);
            return;
        }

        decimal? Number(string column)
        {
            if (list.Text(column) is not { } text)
                return null;
            if (numbers.TryRead(text, out var number))
                return number;
            Refuse(line, $"'{PlainText.Of(text)}' in column {column} is not a number {numbers.InWords}.", numbers.Advice);
            return null;
        }

        var (customer, open, pastDue) = (list.Text("customer"), Number("balance"), Number("past_due"));
        CurrencyCode? currency = null;
        if (list.Text("currency") is { } code)
        {
            if (CurrencyCode.TryParse(code, out var parsed))
                currency = parsed;
            else
                Refuse(line, $"'{PlainText.Of(code)}' is not a currency.", "Write the three letters of ISO 4217.");
        }

        if (customer is null)
            Refuse(line, "The line names no customer.", "Take lines of totals out of the file.");
        else if (open is { } balance)
            _lines.Add(new StatedBalance(line, customer, balance) { System = list.Text("system"), Company = list.Text("company"), Currency = currency, PastDue = pastDue });
        else if (list.Text("balance") is null)
            Refuse(line, $"Customer {PlainText.Of(customer)} has no balance.", "Write 0 when nothing is open.");
    }

    private void Refuse(int line, string what, string nextStep)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new Problem($"{name}:{line}", what, nextStep));
        else
            _further++;
    }
}
