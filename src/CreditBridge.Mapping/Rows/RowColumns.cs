namespace CreditBridge.Mapping.Rows;

/// <summary>
/// The columns that the mapping of a kind names, each with a place of its own. Where they stand in the rows is looked up once for all rows of an origin, not for every value.
/// </summary>
public sealed class RowColumns
{
    private readonly List<FieldOrigin> _uses = [];
    private readonly Dictionary<string, int> _slots = new(StringComparer.OrdinalIgnoreCase);
    private Positions? _last;

    /// <summary>The columns, each with the first field that needs it.</summary>
    public IReadOnlyList<FieldOrigin> Uses => _uses;

    /// <summary>Place of a column; it gets one when it has none.</summary>
    internal int SlotOf(string column, FieldOrigin field)
    {
        if (!_slots.TryGetValue(column, out var slot))
        {
            _slots[column] = slot = _uses.Count;
            _uses.Add(field with { Column = column });
        }

        return slot;
    }

    /// <summary>Where each column stands in rows with these columns; -1 for one that they do not have.</summary>
    internal int[] PositionsIn(ColumnNames names)
    {
        var last = _last;
        if (last is null || !ReferenceEquals(last.Names, names))
            _last = last = new Positions(names, [.. _uses.Select(u => names.IndexOf(u.Column!))]);
        return last.At;
    }

    private sealed record Positions(ColumnNames Names, int[] At);
}
