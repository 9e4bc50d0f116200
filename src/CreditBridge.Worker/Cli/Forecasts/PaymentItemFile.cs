using System.Globalization;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Worker.Cli.Balances;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>
/// Invoices from a CSV file with a header. Nothing about its columns is guessed. A line that cannot be read or cannot be true is left out and named; credit notes (amounts that are not above zero)
/// are left out and counted. A number that comes twice is a mistake of the whole file.
/// </summary>
internal sealed class PaymentItemFile
{
    private const int MostProblems = 5;
    private readonly PaymentItemColumns _columns;
    private readonly StatedNumbers _numbers;
    private readonly string _name;
    private readonly List<PaymentItem> _items = [];
    private readonly List<int> _lines = [];
    private readonly DateOnly? _today;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];
    private readonly CsvMistakes _mistakes;

    private PaymentItemFile(string name, PaymentItemColumns columns, StatedNumbers numbers, DateOnly? today) =>
        (_name, _columns, _numbers, _today, _mistakes) = (name, columns, numbers, today, new CsvMistakes(name));

    /// <summary>The invoices, in the order of the file.</summary>
    public IReadOnlyList<PaymentItem> Items => _items;

    /// <summary>The line of each of them.</summary>
    public IReadOnlyList<int> Lines => _lines;

    /// <summary>What is wrong: with <see cref="IsUnusable"/> the file, else single lines, the first of them.</summary>
    public IReadOnlyList<Problem> Problems => IsUnusable ? _mistakes.ToProblems() : _problems;

    /// <summary>Whether the file cannot be used at all.</summary>
    public bool IsUnusable => !_mistakes.AreNone;

    /// <summary>How many lines could not be read or cannot be true.</summary>
    public int LeftOut { get; private set; }

    /// <summary>How many credit notes were left out.</summary>
    public int Credits { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="columns">Which column is what.</param>
    /// <param name="numbers">How amounts are written.</param>
    /// <param name="today">The last day on which an invoice can have been issued or paid; null when a day of the past was named after which nothing is looked at.</param>
    public static PaymentItemFile Read(TextReader text, string name, PaymentItemColumns columns, StatedNumbers numbers, DateOnly? today)
    {
        var file = new PaymentItemFile(name, columns, numbers, today);
        CsvList.ReadAll(text, name, "Export the invoices as CSV with a header.", file._mistakes, file.ColumnsOf, file.ReadLine);
        return file;
    }

    private IEnumerable<(string Column, string Advice)> ColumnsOf(CsvList list) =>
        _columns.Named.Select(n => (n.Column, $"Name one of these with {n.Option}: {PlainText.List(list.Header)}."));

    private void ReadLine(CsvList list)
    {
        var line = list.Line;
        if (list.Misfit is { } misfit)
        {
            LeaveOut(line, misfit, list.MisfitAdvice);
            return;
        }

        if (list.Text(_columns.Customer) is not { } customer)
        {
            LeaveOut(line, "The line names no customer.", "Take lines of totals out of the file.");
            return;
        }

        if (Day(list, _columns.Issued) is not { } issued || Day(list, _columns.Due) is not { } due)
            return;
        DateOnly? settled = null;
        if (list.Text(_columns.Settled) is not null && (settled = Day(list, _columns.Settled)) is null)
            return;
        var amount = 1m;
        if (_columns.Amount is { } column && list.Text(column) is var text && (text is null || !_numbers.TryRead(text, out amount)))
        {
            if (text is null)
                LeaveOut(line, $"Column {column} is empty.", "Add the amount, or take the line out of the file.");
            else
                LeaveOut(line, $"'{PlainText.Of(text)}' in column {column} {_numbers.WhyNot(text)}.", _numbers.NextStep(text));
            return;
        }

        if (amount <= 0m)
        {
            Credits++;
            return;
        }

        if (Impossible(issued, due, settled) is { } what)
        {
            LeaveOut(line, what, "Correct the days, or how they are written ('--date-format').");
            return;
        }

        var number = _columns.Key is { } key ? list.Text(key) : line.ToString(CultureInfo.InvariantCulture);
        if (number is null)
            LeaveOut(line, $"Column {_columns.Key} is empty.", "Every invoice needs its number; without '--key' each line is one of its own.");
        else if (!_keys.Add(number))
            _mistakes.Add(line, $"Invoice {PlainText.Of(number)} comes twice.", "Give one line per invoice, or name with '--key' the column that tells them apart.");
        else
        {
            _items.Add(new PaymentItem(number, customer, issued, due, settled, amount) { Traits = [.. _columns.Traits.Select(t => list.Text(t) ?? "")] });
            _lines.Add(line);
        }
    }

    private string? Impossible(DateOnly issued, DateOnly due, DateOnly? settled) =>
        issued > _today ? $"The invoice was issued on {issued:yyyy-MM-dd}, which is after today."
        : settled > _today ? $"The invoice was paid on {settled:yyyy-MM-dd}, which is after today."
        : due < issued ? $"The invoice was due on {due:yyyy-MM-dd}, before it was issued on {issued:yyyy-MM-dd}."
        : settled < issued ? $"The invoice was paid on {settled:yyyy-MM-dd}, before it was issued on {issued:yyyy-MM-dd}."
        : null;

    private DateOnly? Day(CsvList list, string column)
    {
        if (list.Text(column) is not { } text)
        {
            LeaveOut(list.Line, $"Column {column} is empty.", "Add the day, or take the line out of the file.");
            return null;
        }

        var day = CsvDay.Read(text, column, _columns.DateFormat, out var what, out var nextStep);
        if (day is null)
            LeaveOut(list.Line, what, nextStep);
        return day;
    }

    private void LeaveOut(int line, string what, string nextStep)
    {
        LeftOut++;
        if (_problems.Count < MostProblems)
            _problems.Add(new Problem($"{_name}:{line}", what, nextStep));
    }
}
