using System.Globalization;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>Where a list of deals says what.</summary>
/// <param name="Key">Column of the key; null for none.</param>
/// <param name="Opened">Column of the day of opening.</param>
/// <param name="Closed">Column of the day of closing.</param>
/// <param name="DateFormat">How days are written.</param>
internal sealed record DealColumns(string? Key, string Opened, string Closed, string DateFormat);

/// <summary>A list of deals as a CSV file with a header; which column says what is declared, never guessed.</summary>
internal sealed class DealFile
{
    private readonly DealColumns _columns;
    private readonly List<DealHistory> _deals = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<int> _misfits = [];
    private readonly CsvMistakes _mistakes;
    private int _unopened;
    private int _closedUnopened;

    private DealFile(string name, DealColumns columns) => (_columns, _mistakes) = (columns, new CsvMistakes(name));

    /// <summary>What is wrong with the file; empty when it can be used.</summary>
    public IReadOnlyList<Problem> Problems => _mistakes.ToProblems();

    /// <summary>Reads a list; every mistake is named with its line, as long as there are not too many.</summary>
    public static DealFile Read(TextReader text, string name, DealColumns columns)
    {
        var file = new DealFile(name, columns);
        CsvList.ReadAll(text, name, "Export the deals as CSV with a header.", file._mistakes, file.ColumnsOf, file.ReadLine);
        if (file._mistakes.AreNone && file._deals.Count == 0 && file._misfits.Count > 0)
            file._mistakes.Add(new Problem($"{name}:{file._misfits[0]}", "No line with a day of opening has as many values as the header.", "Export the deals anew, with a value or an empty place for every column on every line."));
        else if (file._mistakes.AreNone && file._deals.Count + file._unopened == 0)
            file._mistakes.Add(new Problem(name, "The file has a header and no deal below it.", "Export the deals anew, one line each."));
        else if (file._mistakes.AreNone && file._deals.Count == 0)
            file._mistakes.Add(new Problem(name, "No line has a day of opening.", $"Name the column that has it with '--opened'; '{columns.Opened}' is empty everywhere."));
        return file;
    }

    /// <summary>
    /// The deals as they were known on a day, or on the last day in the file where that is earlier: of later days the file knows nothing, not that nothing happened. Days after today
    /// are mistakes, and no past to replay.
    /// </summary>
    public KnownDeals KnownUntil(DateOnly? asOf, DateOnly today)
    {
        var days = _deals.SelectMany(d => new[] { d.Opened, d.Closed ?? d.Opened }).Where(d => d <= today).ToList();
        var inFile = days.Count > 0 ? days.Max() : asOf ?? today;
        var last = asOf < inFile ? asOf.Value : inFile;
        var future = asOf is null ? _deals.Count(d => d.Opened > today || d.Closed > today) : 0;
        var deals = _deals.Where(d => d.Opened <= last).Select(d => d.Closed > last ? d with { Closed = null } : d).ToList();
        return new KnownDeals(deals, deals.Count > 0 ? deals.Min(d => d.Opened) : last, last, _unopened, _closedUnopened)
        {
            AsOf = asOf, Future = future, Misfits = _misfits, OpenedLater = _deals.Count - deals.Count, ClosedLater = _deals.Count(d => d.Opened <= last && d.Closed > last),
        };
    }

    private IEnumerable<(string Column, string Advice)> ColumnsOf(CsvList list) =>
        new (string Option, string? Column)[] { ("--key", _columns.Key), ("--opened", _columns.Opened), ("--closed", _columns.Closed) }
            .Where(c => c.Column is not null).Select(c => (c.Column!, $"Name the column with '{c.Option}'; the file has {PlainText.List(list.Header)}."));

    private void ReadLine(CsvList list)
    {
        if (list.Misfit is not null)
        {
            _misfits.Add(list.Line);
            return;
        }

        var key = _columns.Key is { } keyColumn ? list.Text(keyColumn) : list.Line.ToString(CultureInfo.InvariantCulture);
        if (key is null)
            _mistakes.Add(list.Line, "The line names no deal.", "Take lines of totals out of the file.");
        else if (!_keys.Add(key))
            _mistakes.Add(list.Line, $"Deal {PlainText.Of(key)} comes twice.", "Give one line per deal.");
        else if (Day(list, _columns.Opened, out var opened) && Day(list, _columns.Closed, out var closed))
        {
            if (opened is { } day)
                _deals.Add(new DealHistory(key, day, []) { Closed = closed });
            else
                (_unopened, _closedUnopened) = (_unopened + 1, _closedUnopened + (closed is null ? 0 : 1));
        }
    }

    private bool Day(CsvList list, string column, out DateOnly? day)
    {
        day = null;
        if (list.Text(column) is not { } text)
            return true;
        day = CsvDay.Read(text, column, _columns.DateFormat, out var what, out var nextStep);
        if (day is null)
            _mistakes.Add(list.Line, what, nextStep);
        return day is not null;
    }
}

/// <summary>The deals of a file as they were known on a day.</summary>
/// <param name="Deals">Deals opened until then; what closed later is open.</param>
/// <param name="First">The day on which the first was opened.</param>
/// <param name="Last">The day.</param>
/// <param name="Unopened">Lines left out because they have no day of opening.</param>
/// <param name="ClosedUnopened">How many of them are closed.</param>
internal sealed record KnownDeals(IReadOnlyList<DealHistory> Deals, DateOnly First, DateOnly Last, int Unopened, int ClosedUnopened)
{
    private const int MostLines = 5;

    /// <summary>The day that a person named as the last known; null for none.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>How many deals were opened or closed after today; that is left out.</summary>
    public int Future { get; init; }

    /// <summary>Lines of the file left out because they have not as many values as the header.</summary>
    public IReadOnlyList<int> Misfits { get; init; } = [];

    /// <summary>How many deals were opened after the day: they are not among these.</summary>
    public int OpenedLater { get; init; }

    /// <summary>How many of these were closed after the day: they count as open.</summary>
    public int ClosedLater { get; init; }

    /// <summary>Why the file says nothing of the past; null when it does.</summary>
    public Problem? Refusal(string name)
    {
        if (Deals.Count == 0)
        {
            return new Problem(name, $"{(OpenedLater == 1 ? "The only deal was" : $"All {OpenedLater:N0} deals were")} opened after {Last:yyyy-MM-dd}: nothing of the file is past.",
                "Correct the days, or how they are written ('--date-format'); with '--as-of' another day is the last that is known.");
        }

        var closed = Deals.Count(d => d.Closed is not null);
        if (closed == 0 && ClosedLater > 0)
        {
            return new Problem(name, $"None of the {Texts.Count(Deals.Count, "deal")} that {(Deals.Count == 1 ? "was" : "were")} opened until {Last:yyyy-MM-dd} closed by then, {ClosedLater:N0} did later{(OpenedLater > 0 ? $", and {OpenedLater:N0} more were opened later" : "")}: there is no past to compare a forecast with.",
                "Correct the days, or how they are written ('--date-format'); with '--as-of' another day is the last that is known.");
        }

        return closed > 0 && Deals.All(d => d.Closed is null || d.Closed < d.Opened)
            ? new Problem(name, $"{(closed == 1 ? "The only deal that is closed" : $"All {closed:N0} deals that are closed")} closed before {(closed == 1 ? "it was" : "they were")} opened.",
                "Perhaps '--opened' and '--closed' name each other's column; else correct the days.")
            : null;
    }

    /// <summary>What is to be known about the file beside its scores.</summary>
    public IEnumerable<ForecastWarning> Warnings(HazardCounts counts)
    {
        if (LastDay.Warning(AsOf, Last) is { } beyond)
            yield return beyond;
        if (Misfits.Count > 0)
        {
            var further = Misfits.Count > MostLines ? $" and {Misfits.Count - MostLines:N0} more" : "";
            yield return new ForecastWarning(
                "unfit-lines",
                $"{Texts.Count(Misfits.Count, "line")} {(Misfits.Count == 1 ? "has" : "have")} fewer or more values than the header and {(Misfits.Count == 1 ? "is" : "are")} left out: {(Misfits.Count == 1 ? "line" : "lines")} {string.Join(", ", Misfits.Take(MostLines))}{further}.",
                "Perhaps the file was cut, or a value with the separator in it stands without quotation marks; a value that is not known still has its place.");
        }

        if (Future > 0)
            yield return new ForecastWarning("future-dates", $"{Texts.Count(Future, "deal")} {(Future == 1 ? "has" : "have")} a day of opening or closing after today; {(Future == 1 ? "that day is" : "these days are")} left out.", "Correct the dates; or name the last day that is known with '--as-of'.");
        if (Unopened > 0)
        {
            yield return new ForecastWarning(
                "no-opening",
                $"{Texts.Count(Unopened, "line")} {(Unopened == 1 ? "has no day of opening and is" : "have no day of opening and are")} left out, {(ClosedUnopened == 0 ? "none of them closed" : $"{ClosedUnopened:N0} of them closed: not counted as what came")}.",
                "Nothing, if these deals have not come into the pipeline yet; else add the day.");
        }

        if (counts.UnsoundDeals > 0)
            yield return new ForecastWarning("unsound-dates", $"{Texts.Count(counts.UnsoundDeals, "deal")} closed before {(counts.UnsoundDeals == 1 ? "it was opened and is" : "they were opened and are")} left out.", "Correct the dates.");
    }
}
