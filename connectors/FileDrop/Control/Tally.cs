using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Rows;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Control;

/// <summary>Counts the rows of a file and sums up the columns of which somebody else says the sum.</summary>
internal sealed class Tally
{
    private readonly ValueFormats _formats;
    private readonly string[] _columns;
    private readonly decimal[] _sums;
    private string? _unreadable;
    private long _rows;

    public Tally(FileLayout layout, ValueFormats formats)
    {
        _formats = formats;
        _columns = [.. (layout.Trailer?.Totals.Keys ?? []).Concat(layout.Manifest?.Totals.Keys ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
        _sums = new decimal[_columns.Length];
    }

    /// <summary>Counts the row at which a reading stands.</summary>
    public void Add(FileRows rows)
    {
        _rows++;
        if (_columns.Length == 0)
            return;
        if (rows.Row is null)
            _unreadable ??= $"line {rows.Line} is malformed";
        for (var i = 0; rows.Row is { } row && i < _columns.Length; i++)
        {
            if (Trimmed(row[_columns[i]]) is not { } value)
                continue;
            if (_formats.TryNumber(value, out var number, out _))
                _sums[i] += number;
            else
                _unreadable ??= $"{SourceValue.ToText(value)} in line {rows.Line}, column {_columns[i]}, is not a number";
        }
    }

    /// <summary>The failure that a file gets which holds something else than it should; null when it agrees.</summary>
    public ConnectorException? Compare(DropFile file, ControlFigures figures)
    {
        var differences = new List<string>();
        if (figures.ComparesCount)
        {
            if (!TryNumber(figures.Count, out var count))
                differences.Add($"{figures.Origin} says nothing of the number of rows ('{SourceValue.ToText(figures.Count)}')");
            else if (count != _rows)
                differences.Add($"{figures.Origin} says {count:N0} rows, the file has {_rows:N0}");
        }

        foreach (var (column, said) in figures.Totals)
        {
            var sum = _sums[Array.FindIndex(_columns, c => c.Equals(column, StringComparison.OrdinalIgnoreCase))];
            if (!TryNumber(said, out var total))
                differences.Add($"{figures.Origin} says nothing of the sum of {column} ('{SourceValue.ToText(said)}')");
            else if (_unreadable is not null)
                differences.Add($"{figures.Origin} says {total} for the sum of {column}, which cannot be told, because {_unreadable}");
            else if (total != sum)
                differences.Add($"{figures.Origin} says {total} for the sum of {column}, the file has {sum}, a difference of {total - sum}");
        }

        return differences.Count == 0 ? null : FileFailures.Configuration(file, $"The file does not hold what it should: {string.Join("; ", differences)}.",
            "Let it be exported again; if the file is right, the figures are counted in another way, and the mapping must name others.");
    }

    private bool TryNumber(object? value, out decimal number)
    {
        number = 0;
        return Trimmed(value) is { } given && _formats.TryNumber(given, out number, out _);
    }

    private static object? Trimmed(object? value) => value is string text ? text.Trim() is { Length: > 0 } trimmed ? trimmed : null : value;
}
