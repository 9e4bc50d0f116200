using System.Globalization;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Worker.Cli.Balances;
using CreditBridge.Worker.Hosting;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>
/// Invoices from a CSV file with a header. Nothing about its columns is guessed. A line that cannot be read is left out and named; credit notes (amounts that are not above zero) are left out and
/// counted.
/// </summary>
internal sealed class PaymentItemFile
{
    private const int MostProblems = 5;
    private readonly PaymentItemColumns _columns;
    private readonly StatedNumbers _numbers;
    private readonly string _name;
    private readonly List<PaymentItem> _items = [];
    private readonly List<Problem> _problems = [];

    private PaymentItemFile(string name, PaymentItemColumns columns, StatedNumbers numbers) => (_name, _columns, _numbers) = (name, columns, numbers);

    /// <summary>The invoices, in the order of the file.</summary>
    public IReadOnlyList<PaymentItem> Items => _items;

    /// <summary>What is wrong: with <see cref="IsUnusable"/> the file, else single lines, the first of them.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether the file cannot be used at all.</summary>
    public bool IsUnusable { get; private set; }

    /// <summary>How many lines could not be read.</summary>
    public int LeftOut { get; private set; }

    /// <summary>How many credit notes were left out.</summary>
    public int Credits { get; private set; }

    /// <summary>Reads a file.</summary>
    public static PaymentItemFile Read(TextReader text, string name, PaymentItemColumns columns, StatedNumbers numbers)
    {
        var file = new PaymentItemFile(name, columns, numbers);
        file.Read(text);
        return file;
    }

    private void Read(TextReader text)
    {
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], BadDataFound = null });
        if (!parser.Read())
        {
            IsUnusable = true;
            _problems.Add(new Problem(_name, "The file is empty.", "Export the invoices as CSV with a header."));
            return;
        }

        var header = parser.Record!.Select(n => n.Trim()).ToList();
        if (PlainText.IsNoText(header))
        {
            IsUnusable = true;
            _problems.Add(new Problem(_name, "This is not a text file.", "Export the invoices as CSV; a workbook or an archive cannot be read."));
            return;
        }

        foreach (var (option, column) in _columns.Named.Where(c => !header.Contains(c.Column, StringComparer.OrdinalIgnoreCase)))
        {
            IsUnusable = true;
            _problems.Add(new Problem($"{_name}:1", $"There is no column '{column}'.", $"Name one of these with {option}: {PlainText.List(header)}."));
        }

        var places = header.Select((n, at) => (n, at)).DistinctBy(n => n.n, StringComparer.OrdinalIgnoreCase).ToDictionary(n => n.n, n => n.at, StringComparer.OrdinalIgnoreCase);
        while (!IsUnusable && parser.Read())
            ReadLine(parser.Record!, parser.RawRow, places);
    }

    private void ReadLine(string[] values, int line, Dictionary<string, int> places)
    {
        string Text(string column) => places[column] is var at && at < values.Length ? values[at].Trim() : "";
        if (Text(_columns.Customer) is not { Length: > 0 } customer)
        {
            LeaveOut(line, "The line names no customer.", "Take lines of totals out of the file.");
            return;
        }

        if (Day(line, _columns.Issued, Text(_columns.Issued)) is not { } issued || Day(line, _columns.Due, Text(_columns.Due)) is not { } due)
            return;
        DateOnly? settled = null;
        if (Text(_columns.Settled) is { Length: > 0 } paid && (settled = Day(line, _columns.Settled, paid)) is null)
            return;
        var amount = 1m;
        if (_columns.Amount is { } column && !_numbers.TryRead(Text(column), out amount))
        {
            LeaveOut(line, $"'{PlainText.Of(Text(column))}' in column {column} is not a number {_numbers.InWords}.", _numbers.Advice);
            return;
        }

        if (amount <= 0m)
        {
            Credits++;
            return;
        }

        var number = _columns.Key is { } key ? Text(key) : line.ToString(CultureInfo.InvariantCulture);
        _items.Add(new PaymentItem(number, customer, issued, due, settled, amount) { Traits = [.. _columns.Traits.Select(Text)] });
    }

    private DateOnly? Day(int line, string column, string text)
    {
        if (DateOnly.TryParseExact(text, _columns.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        LeaveOut(line, text.Length == 0 ? $"Column {column} is empty." : $"'{PlainText.Of(text)}' in column {column} is not a day written as {_columns.DateFormat}.", "Say with --date-format how days are written, such as M/d/yyyy or dd.MM.yyyy.");
        return null;
    }

    private void LeaveOut(int line, string what, string nextStep)
    {
        LeftOut++;
        if (_problems.Count < MostProblems)
            _problems.Add(new Problem($"{_name}:{line}", what, nextStep));
    }
}
