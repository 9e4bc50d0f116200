using ExcelDataReader;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>The merged cells of a sheet, as far as they run through the current row.</summary>
internal sealed class MergedRanges(CellRange[] ranges)
{
    private readonly CellRange[] _ranges = [.. ranges.OrderBy(r => r.FromRow)];
    private readonly List<(CellRange Range, object? Value)> _here = [];
    private int _next;

    /// <summary>Goes to a row; with <paramref name="fill"/> its merged cells get the value that stands in the first of them.</summary>
    public void GoTo(long line, object?[] values, bool fill)
    {
        if (_ranges.Length == 0)
            return;
        _here.RemoveAll(h => h.Range.ToRow < line - 1);
        for (; _next < _ranges.Length && _ranges[_next].FromRow < line; _next++)
        {
            if (_ranges[_next].ToRow >= line - 1)
                _here.Add((_ranges[_next], _ranges[_next].FromColumn < values.Length ? values[_ranges[_next].FromColumn] : null));
        }

        foreach (var (range, value) in fill ? _here : [])
        {
            for (var at = range.FromColumn; at <= range.ToColumn && at < values.Length; at++)
                values[at] = value;
        }
    }

    /// <summary>A range that runs through the row and one of some columns, such as <c>B2:B4</c>; null when there is none.</summary>
    public string? Across(IReadOnlySet<int> columns)
    {
        foreach (var (range, _) in _here)
        {
            if (columns.Any(c => c >= range.FromColumn && c <= range.ToColumn))
                return $"{Workbook.CellName(range.FromColumn, range.FromRow + 1)}:{Workbook.CellName(range.ToColumn, range.ToRow + 1)}";
        }

        return null;
    }
}
