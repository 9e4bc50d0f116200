using System.Globalization;
using CreditBridge.Worker.Hosting;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Worker.Cli;

/// <summary>
/// A list that somebody exported: CSV with a header; comma, semicolon or tab stands between cells. Finds what would be misread without a sign: a quotation mark that is never closed and swallows
/// lines, a column that is there twice, lines that have not as many cells as the header.
/// </summary>
internal sealed class CsvList : IDisposable
{
    private static readonly string[] LineBreaks = ["\r\n", "\n", "\r"];

    private readonly string _name;
    private readonly CsvParser _parser;
    private readonly Dictionary<string, int> _used = new(StringComparer.OrdinalIgnoreCase);
    private List<string> _header = [];
    private string[] _cells = [];
    private bool _isOpenQuote;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    public CsvList(TextReader text, string name)
    {
        _name = name;
        _parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], BadDataFound = bad => _isOpenQuote |= IsOpenQuote(bad.Field),
        });
    }

    /// <summary>The line of the file on which the present row begins.</summary>
    public int Line { get; private set; }

    /// <summary>Names of the columns, in the order of the file.</summary>
    public IReadOnlyList<string> Header => _header;

    /// <summary>Why nothing of the file can be believed; null when nothing speaks against it so far.</summary>
    public Problem? Refusal { get; private set; }

    /// <summary>Why the cells of the present row cannot be told apart; null when there are as many as in the header.</summary>
    public string? Misfit => _cells.Length == _header.Count ? null : $"The line has {_cells.Length} {(_cells.Length == 1 ? "value" : "values")}, the header {_header.Count}.";

    /// <summary>What to do about a misfit.</summary>
    public string MisfitAdvice => _cells.Length < _header.Count
        ? "Perhaps the file was cut, or the line is a note below the list; a value that is not known still has its place."
        : $"A value that holds '{_parser.Delimiter}', such as a number, must stand in quotation marks.";

    /// <summary>Reads the header; false with <see cref="Refusal"/> when there is none.</summary>
    /// <param name="advice">How the list is to be exported, for the person who gave another file.</param>
    public bool ReadHeader(string advice)
    {
        if (!Next())
        {
            Refusal ??= new Problem(_name, "The file is empty.", advice);
            return false;
        }

        _header = [.. _cells.Select(n => n.Trim())];
        if (PlainText.IsNoText(_header))
            Refusal = new Problem(_name, "This is not a text file.", $"{advice} A workbook or an archive cannot be read, nor UTF-16 without a byte order mark: save it as CSV in UTF-8.");
        return Refusal is null;
    }

    /// <summary>Reads a whole list; what is wrong with the file or its header goes among the mistakes.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="advice">How the list is to be exported, for the person who gave another file.</param>
    /// <param name="mistakes">Takes what is wrong.</param>
    /// <param name="columns">Columns that are looked at, each with what to do when there is none of that name.</param>
    /// <param name="row">Takes each row.</param>
    public static void ReadAll(
        TextReader text, string name, string advice, CsvMistakes mistakes, Func<CsvList, IEnumerable<(string Column, string Advice)>> columns, Action<CsvList> row)
    {
        using var list = new CsvList(text, name);
        if (list.ReadHeader(advice))
        {
            foreach (var problem in columns(list).Select(c => list.Use(c.Column, c.Advice)).OfType<Problem>())
                mistakes.Add(problem);
            if (!mistakes.AreNone)
                return;
            while (list.Read())
                row(list);
        }

        if (list.Refusal is { } refusal)
            mistakes.Set(refusal);
    }

    /// <summary>Whether there is a column of that name.</summary>
    public bool Has(string column) => _header.Contains(column.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Declares that a column is looked at; what is wrong with that, or null.</summary>
    /// <param name="column">Its name; case plays no part.</param>
    /// <param name="advice">What to do when there is none of that name.</param>
    public Problem? Use(string column, string advice)
    {
        var places = Enumerable.Range(0, _header.Count).Where(at => string.Equals(_header[at], column.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        if (places.Count == 0)
            return new Problem($"{_name}:1", $"There is no column '{column}'.", advice);
        if (places.Count > 1)
            return new Problem($"{_name}:1", $"Column '{column}' is there {(places.Count == 2 ? "twice" : $"{places.Count} times")}.", "Rename or take out all but the one that is meant.");
        _used[column] = places[0];
        return null;
    }

    /// <summary>Goes to the next row; false at the end, or with <see cref="Refusal"/>.</summary>
    public bool Read() => Refusal is null && Next();

    /// <summary>A cell of the present row in a column that is looked at, without blanks around it; null when it is empty.</summary>
    public string? Text(string column) => _used.TryGetValue(column, out var at) && at < _cells.Length && _cells[at].Trim() is { Length: > 0 } text ? text : null;

    public void Dispose() => _parser.Dispose();

    private bool Next()
    {
        if (!_parser.Read())
            return false;
        _isOpenQuote = false;
        _cells = _parser.Record ?? [];
        Line = _parser.RawRow - _cells.Sum(Breaks);
        for (var at = 0; at < _cells.Length && Refusal is null; at++)
        {
            if (IsSwallowing(at))
            {
                Refusal = new Problem(
                    $"{_name}:{Line + _cells[..at].Sum(Breaks)}", "A quotation mark is opened here and not closed on its line: the lines after it would be taken for one value.",
                    "Close it (a quotation mark inside a value is written twice), or take the line break out of the value.");
            }
        }

        return Refusal is null;
    }

    // A key, a day or an amount stands on one line. Text that nobody looks at may have several, but none of them is a row of the list.
    private bool IsSwallowing(int at) =>
        Breaks(_cells[at]) > 0
            ? _isOpenQuote || _header.Count == 0 || _used.ContainsValue(at) || Lines(_cells[at]).Any(l => l.Split(_parser.Delimiter).Length >= _header.Count)
            : _isOpenQuote && at == _cells.Length - 1;

    private static int Breaks(string cell) => cell.AsSpan().IndexOfAny('\r', '\n') < 0 ? 0 : Lines(cell).Length - 1;

    private static string[] Lines(string cell) => cell.Split(LineBreaks, StringSplitOptions.None);

    // What stands behind a closed quotation mark is odd, but loses nothing as long as it is on the same line.
    private static bool IsOpenQuote(string field) => field.StartsWith('"') && (Breaks(field) > 0 || !field[1..].Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal));
}
