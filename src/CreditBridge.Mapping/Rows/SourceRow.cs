using System.Collections.Frozen;

namespace CreditBridge.Mapping.Rows;

/// <summary>The columns that rows of one origin have: names without regard to case, and where each stands.</summary>
public sealed class ColumnNames
{
    private readonly FrozenDictionary<string, int> _index;

    /// <summary>Columns in the order of their values.</summary>
    public ColumnNames(IReadOnlyList<string> names)
    {
        Names = names;
        var groups = names.Select((name, at) => (name, at)).Where(c => c.name.Length > 0).GroupBy(c => c.name, StringComparer.OrdinalIgnoreCase).ToList();
        Repeated = [.. groups.Where(g => g.Count() > 1).Select(g => g.Key)];
        _index = groups.ToFrozenDictionary(g => g.Key, g => g.First().at, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All names as they came.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names that stand there more than once, so that nobody can say which column is meant.</summary>
    public IReadOnlyList<string> Repeated { get; }

    /// <summary>Position of a column, or -1.</summary>
    public int IndexOf(string name) => _index.TryGetValue(name, out var at) ? at : -1;
}

/// <summary>
/// One row as another system gave it: values under column names, and where it stands. It knows nothing of files or databases. A value is null, a text, or, where the
/// other system has types, one of those that <see cref="SourceValue"/> makes.
/// </summary>
/// <param name="columns">The columns that all rows of this origin share.</param>
/// <param name="values">One value per column; null where the other system says "null".</param>
/// <param name="source">What the row came from, such as the name of a file.</param>
/// <param name="line">Its line or number therein, from 1.</param>
public sealed class SourceRow(ColumnNames columns, IReadOnlyList<object?> values, string source, long line)
{
    private readonly Func<SourceRow, string>? _place;
    private readonly ITextValues? _texts;

    /// <summary>A row of a text.</summary>
    /// <param name="columns">The columns that all rows of this origin share.</param>
    /// <param name="values">One value per column.</param>
    /// <param name="source">What the row came from, such as the name of a file.</param>
    /// <param name="line">Its line or number therein, from 1.</param>
    public SourceRow(ColumnNames columns, ITextValues values, string source, long line)
        : this(columns, (IReadOnlyList<object?>)values, source, line) => _texts = values;

    /// <summary>A row of something that has no lines, such as a table.</summary>
    /// <param name="columns">The columns that all rows of this origin share.</param>
    /// <param name="values">One value per column; null where the other system says "null".</param>
    /// <param name="place">Says where a person finds the row; asked only when somebody wants to know.</param>
    public SourceRow(ColumnNames columns, IReadOnlyList<object?> values, Func<SourceRow, string> place)
        : this(columns, values, "", 0) => _place = place;

    /// <summary>The columns.</summary>
    public ColumnNames Columns => columns;

    /// <summary>The value in a column; null when it is null or there is no such column.</summary>
    public object? this[string column] => ValueAt(columns.IndexOf(column));

    /// <summary>The value at a position; null when it is null or there is no such position.</summary>
    public object? ValueAt(int position) => position >= 0 && position < values.Count ? values[position] : null;

    /// <summary>The text at a position where it stands; false when the row is not cut out of a text, or the value is not there in one piece.</summary>
    internal bool TryText(int position, out ReadOnlySpan<char> text)
    {
        if (_texts is not null && position >= 0 && position < _texts.Count)
            return _texts.TryText(position, out text);
        text = default;
        return false;
    }

    /// <summary>Its line or number, from 1; 0 when rows have none.</summary>
    public long Line => line;

    /// <summary>Why the row cannot be read although it has values: one of them could not be given. Null for a good row.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Whether it says only what the row before it says in the same answer of the other system, by the columns that were to tell rows apart.</summary>
    public bool IsRepetition { get; init; }

    /// <summary>Where a person finds it.</summary>
    public string Where(string? column = null) => (_place?.Invoke(this) ?? $"{source}:{line}") + (column is null ? "" : $", column {column}");

    /// <summary>The same row with values of its own, when those of this one are good only until the next row is read.</summary>
    public SourceRow Kept() => _place is null
        ? new SourceRow(columns, [.. values], source, line) { Unreadable = Unreadable, IsRepetition = IsRepetition }
        : new SourceRow(columns, [.. values], _place) { Unreadable = Unreadable, IsRepetition = IsRepetition };

    /// <summary>The row as a person may see it, cut to 2,000 characters.</summary>
    public string Raw()
    {
        var text = string.Join(", ", columns.Names.Select((name, at) => $"{name}={(at < values.Count ? SourceValue.ToText(values[at]) : null)}"));
        return text.Length > 2000 ? text[..2000] : text;
    }
}
