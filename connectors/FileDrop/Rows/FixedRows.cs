using System.Collections;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>Rows whose values stand at declared places of a line. A short line has no values behind its end: many systems cut the blanks there.</summary>
internal sealed class FixedRows : TextRows, ITextValues
{
    private readonly FixedColumn[] _places;
    private readonly ColumnNames _columns;
    private readonly int _width;
    private int _length;
    private bool _isBroken;

    public FixedRows(DropFile file, FileLayout layout, FileContent content, IReadOnlyList<FieldOrigin> needed)
        : base(file, layout, content)
    {
        _places = [.. layout.FixedColumns];
        _columns = new ColumnNames([.. _places.Select(p => p.Name)]);
        _width = _places.Max(p => p.Place.End) - 1;
        try
        {
            FileHeader.RefuseMissing(file, layout, _columns, needed, 1);
            SkipLines();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => _places.Length;

    public object? this[int index] => TextAt(_places[index].Place);

    public bool TryText(int index, out ReadOnlySpan<char> text)
    {
        var place = _places[index].Place;
        text = place.Start > _length ? default : Window.Text[(place.Start - 1)..Math.Min(place.End - 1, _length)];
        return true;
    }

    public IEnumerator<object?> GetEnumerator() => _places.Select(p => (object?)TextAt(p.Place)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override (int End, int Next, int Lines) Split()
    {
        (_length, var next) = Window.LineAt(0);
        _isBroken = next == _length && _length < _width;
        return (_length, next, 1);
    }

    protected override void MakeRow()
    {
        if (_isBroken)
            Reject($"The file ends after {_length} of {_width} characters of the line: it was probably cut off.");
        else
            Row = new SourceRow(_columns, this, File.Name, Line);
    }

    protected override string? TextAt(LinePlace place) =>
        place.Start > _length ? null : new string(Window.Text[(place.Start - 1)..Math.Min(place.End - 1, _length)]);
}
