using System.Globalization;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>Where a list of deals says what.</summary>
/// <param name="Key">Column of the key; null for none.</param>
/// <param name="Opened">Column of the day of opening.</param>
/// <param name="Closed">Column of the day of closing.</param>
/// <param name="DateFormat">How days are written.</param>
internal sealed record DealColumns(string? Key, string Opened, string Closed, string DateFormat);

/// <summary>A list of deals as a CSV file with a header; which column says what is declared, never guessed. Comma, semicolon or tab stands between values.</summary>
internal sealed class DealFile
{
    private const int MostProblems = 20;

    private readonly string _name;
    private readonly DealColumns _columns;
    private readonly List<DealHistory> _deals = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];
    private int _further;
    private int _unopened;
    private int _closedUnopened;

    private DealFile(string name, DealColumns columns) => (_name, _columns) = (name, columns);

    /// <summary>What is wrong with the file; empty when it can be used.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Reads a list; every mistake is named with its line, as long as there are not too many.</summary>
    public static DealFile Read(TextReader text, string name, DealColumns columns)
    {
        var file = new DealFile(name, columns);
        file.Read(text);
        if (file._further > 0)
            file._problems.Add(new Problem(name, $"There are {file._further:N0} more mistakes."));
        if (file._problems.Count == 0 && file._deals.Count == 0)
            file._problems.Add(new Problem(name, "No line has a day of opening.", $"Name the column that has it with '--opened'; '{columns.Opened}' is empty everywhere."));
        return file;
    }

    /// <summary>The deals as they were known on a day; the last day in the file when none is named, today at the latest: what lies ahead is a mistake, and no past to replay.</summary>
    public KnownDeals KnownUntil(DateOnly? asOf, DateOnly today)
    {
        var until = asOf ?? today;
        var days = _deals.SelectMany(d => new[] { d.Opened, d.Closed ?? d.Opened }).Where(d => d <= until).ToList();
        var last = asOf ?? (days.Count > 0 ? days.Max() : today);
        var future = asOf is null ? _deals.Count(d => d.Opened > today || d.Closed > today) : 0;
        var deals = _deals.Where(d => d.Opened <= last).Select(d => d.Closed > last ? d with { Closed = null } : d).ToList();
        return new KnownDeals(deals, deals.Count > 0 ? deals.Min(d => d.Opened) : last, last, _unopened, _closedUnopened)
        {
            Future = future, OpenedLater = _deals.Count - deals.Count, ClosedLater = _deals.Count(d => d.Opened <= last && d.Closed > last),
        };
    }

    private void Read(TextReader text)
    {
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], BadDataFound = null });
        if (!parser.Read())
        {
            Refuse(null, "The file is empty.", "Export the deals with a header.");
            return;
        }

        var header = parser.Record!.Select(n => n.Trim()).ToList();
        if (PlainText.IsNoText(header))
        {
            Refuse(null, "This is not a text file.", "Export the deals as CSV; a workbook or an archive cannot be read.");
            return;
        }

        var asked = new[] { ("--key", _columns.Key), ("--opened", _columns.Opened), ("--closed", _columns.Closed) }.Where(c => c.Item2 is not null).ToList();
        foreach (var (option, column) in asked.Where(c => At(header, c.Item2!) < 0))
            Refuse(1, $"There is no column '{column}'.", $"Name the column with '{option}'; the file has {PlainText.List(header)}.");
        while (_problems.Count == 0 && parser.Read())
            ReadLine(parser, header);
        while (_problems.Count > 0 && asked.TrueForAll(c => At(header, c.Item2!) >= 0) && parser.Read())
            ReadLine(parser, header);
    }

    private void ReadLine(CsvParser parser, List<string> header)
    {
        var (values, line) = (parser.Record!, parser.RawRow);
        var key = _columns.Key is { } keyColumn ? Text(keyColumn) : line.ToString(CultureInfo.InvariantCulture);
        if (key is null)
            Refuse(line, "The line names no deal.", "Take lines of totals out of the file.");
        else if (!_keys.Add(key))
            Refuse(line, $"Deal {PlainText.Of(key)} comes twice.", "Give one line per deal.");
        else if (Day(_columns.Opened, out var opened) && Day(_columns.Closed, out var closed))
        {
            if (opened is { } day)
                _deals.Add(new DealHistory(key, day, []) { Closed = closed });
            else
                (_unopened, _closedUnopened) = (_unopened + 1, _closedUnopened + (closed is null ? 0 : 1));
        }

        string? Text(string column) => At(header, column) is var at && at < values.Length && values[at].Trim() is { Length: > 0 } text ? text : null;

        bool Day(string column, out DateOnly? day)
        {
            day = null;
            if (Text(column) is not { } text)
                return true;
            if (DateOnly.TryParseExact(text, _columns.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                day = read;
                return true;
            }

            Refuse(line, $"'{PlainText.Of(text)}' in column {column} is not a day written as {_columns.DateFormat}.", "Say with '--date-format' how the file writes days, such as M/d/yyyy.");
            return false;
        }
    }

    private static int At(List<string> header, string column) => header.FindIndex(h => string.Equals(h, column.Trim(), StringComparison.OrdinalIgnoreCase));

    private void Refuse(int? line, string what, string nextStep)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new Problem(line is null ? _name : $"{_name}:{line}", what, nextStep));
        else
            _further++;
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
    /// <summary>How many deals were opened or closed after today; that is left out.</summary>
    public int Future { get; init; }

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
            return new Problem(name, $"No deal closed until {Last:yyyy-MM-dd}, but {Texts.Count(ClosedLater, "deal")} {(ClosedLater == 1 ? "does" : "do")} after it: there is no past to compare a forecast with.",
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
        if (Future > 0)
            yield return new ForecastWarning("future-dates", $"{Texts.Count(Future, "deal")} {(Future == 1 ? "has" : "have")} a day of opening or closing after today; it is left out.", "Correct the dates; or name the last day that is known with '--as-of'.");
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
