using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>Takes rows from a driver. A value that the driver cannot give makes its row unreadable, and no other.</summary>
internal sealed class RowValues
{
    private readonly ReadColumns _columns;
    private readonly RowStream _rows;
    private readonly int[] _ordinals;
    private readonly int[] _order;
    private readonly Func<SourceRow, string> _place;
    private object?[] _last;
    private object?[] _current;
    private object?[] _lastValues = [];
    private bool _hasKeyOfLast;
    private string? _unreadable;

    /// <param name="kind">Name of the kind of record.</param>
    /// <param name="columns">What is read.</param>
    /// <param name="rows">The driver's rows.</param>
    /// <param name="inChanges">Whether rows are ordered by their changes.</param>
    public RowValues(string kind, ReadColumns columns, RowStream rows, bool inChanges)
    {
        (_columns, _rows) = (columns, rows);
        _ordinals = [.. columns.Names.Names.Select(rows.Reader.GetOrdinal)];
        _order = inChanges ? [.. columns.Key, columns.Changed] : [.. columns.Key];
        _place = PlaceOf(kind, columns);
        (_last, _current) = (new object?[_order.Length], new object?[_order.Length]);
        InChanges = inChanges;
    }

    private bool InChanges { get; }

    /// <summary>By what the last row that has all of it is ordered; null before the first such row, and without a key.</summary>
    public RowKey? Last()
    {
        if (_order.Length == 0 || _last[0] is null)
            return null;
        var values = _last.Select((value, at) => KeyValue.From(value!, _columns.Names.Names[_order[at]])!.Value).ToList();
        return InChanges ? new RowKey(values[..^1], values[^1]) : new RowKey(values, null);
    }

    /// <summary>The row that the driver stands on.</summary>
    public SourceRow Read()
    {
        (_unreadable, _hasKeyOfLast) = (null, false);
        var values = new object?[_ordinals.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValueOf(i);
        if (_order.Length > 0)
            FollowOrder(values);
        for (var i = 0; i < values.Length; i++)
            values[i] = ToSource(values[i], i);
        var repeats = _hasKeyOfLast && _unreadable is null && values.SequenceEqual(_lastValues);
        if (_hasKeyOfLast && !repeats)
            _unreadable ??= "Another row has the same key, and other values. 'key:' must name columns that together are different in every row, or the query joins too much.";

        _lastValues = values;
        return new SourceRow(_columns.Names, values, _place) { Unreadable = _unreadable, IsRepetition = repeats };
    }

    private void FollowOrder(object?[] values)
    {
        var isSame = true;
        for (var i = 0; i < _order.Length; i++)
        {
            if (values[_order[i]] is not { } value)
            {
                var name = _columns.Names.Names[_order[i]];
                _unreadable ??= i < _columns.Key.Count
                    ? $"{name} is empty, but 'key:' needs a value in every row. Choose other columns, or fill it in the query with COALESCE."
                    : $"{name} is empty, so it cannot be seen when the row changes. Fill it in the query, such as COALESCE({name}, created_at) AS {name}.";
                return;
            }

            _current[i] = value;
            isSame &= value.Equals(_last[i]);
        }

        _hasKeyOfLast = isSame;
        (_last, _current) = (_current, _last);
    }

    private object? ValueOf(int column)
    {
        try
        {
            return _rows.Reader.GetValue(_ordinals[column]) is var value and not DBNull ? value : null;
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException or ArgumentException or NotSupportedException)
        {
            _unreadable ??= $"{_columns.Names.Names[column]}: the value cannot be read ({e.Message.TrimEnd('.')}). Cast or round it in the query.";
            return null;
        }
    }

    private object? ToSource(object? value, int column)
    {
        switch (value)
        {
            case DateTime moment when moment == DateTime.MaxValue || moment == DateTime.MinValue:
            case DateOnly day when day == DateOnly.MaxValue || day == DateOnly.MinValue:
                return SourceValue.From(_rows.Exact(_ordinals[column], value));
            case Array and not byte[]:
                _unreadable ??= $"{_columns.Names.Names[column]}: the value is an array. Take one of its elements in the query, or join them to a text.";
                return null;
            default:
                return SourceValue.From(value);
        }
    }

    private static Func<SourceRow, string> PlaceOf(string kind, ReadColumns columns)
    {
        string[] names = [.. columns.Key.Select(k => columns.Names.Names[k])];
        return row => names.Length > 0
            ? $"{kind}, key {string.Join(", ", names.Select(n => SourceValue.ToText(row[n]) ?? "(empty)"))}"
            : $"{kind}, row {(row.Raw() is { Length: > 200 } raw ? raw[..200] : row.Raw())}";
    }
}
