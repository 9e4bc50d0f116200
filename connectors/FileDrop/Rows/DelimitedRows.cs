using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>
/// Rows whose values stand between delimiters. Values are cut out of the text only when somebody asks for them: most columns of a file are none of our business.
/// </summary>
internal sealed class DelimitedRows : TextRows, ITextValues
{
    private const int LongestKept = 100;
    private readonly char _delimiter;
    private readonly char? _quote;
    private readonly char? _escape;
    private readonly SearchValues<char> _stops;
    private readonly SearchValues<char> _quotedStops;
    private Value[] _values = new Value[32];
    private string?[] _texts = new string?[32];
    private int _count;
    private int _lines;
    private bool _strayQuote;
    private bool _openQuote;
    private ColumnNames _columns = new([]);

    public DelimitedRows(DropFile file, FileLayout layout, FileContent content, IReadOnlyList<FieldOrigin> needed)
        : base(file, layout, content)
    {
        (_delimiter, _quote, _escape) = (layout.Lines.Delimiter, layout.Lines.Quote, layout.Lines.Escape);
        _stops = SearchValues.Create([_delimiter, '\r', '\n', .. Given(_quote), .. Given(_escape)]);
        _quotedStops = SearchValues.Create([.. Given(_quote), .. Given(_escape)]);
        try
        {
            SkipLines();
            ReadHeader(needed);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How a value is written.</summary>
    private enum Form
    {
        Plain,
        Doubled,
        Escaped,
    }

    public int Count => _count;

    public object? this[int index] => ValueAt(index);

    public bool TryText(int index, out ReadOnlySpan<char> text)
    {
        var (start, length, form) = _values[index];
        text = Window.Text.Slice(start, length);
        return form == Form.Plain;
    }

    public IEnumerator<object?> GetEnumerator() => Enumerable.Range(0, _count).Select(at => (object?)ValueAt(at)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override (int End, int Next, int Lines) Split()
    {
        (_count, _lines, _strayQuote, _openQuote) = (0, 1, false, false);
        var at = 0;
        while (true)
        {
            if (TakePlain(ref at))
                return (at, Window.AfterBreak(at), _lines);
            var form = Form.Plain;
            var (start, length) = (at, -1);
            if (_quote is { } quote && Here(at) && Window.Text[at] == quote)
            {
                start = at + 1;
                (length, at, form) = Quoted(start, quote);
            }

            at = ToStop(at, length >= 0, ref form);
            Add(new Value(start, length >= 0 ? length : at - start, form));
            if (!Here(at))
                return (at, at, _lines);
            if (Window.Text[at] != _delimiter)
                return (at, Window.AfterBreak(at), _lines);
            at++;
        }
    }

    protected override void MakeRow()
    {
        if (_strayQuote)
            Reject("A quotation mark stands in the middle of a value; a value with quotation marks is put in quotation marks, and those within are doubled.");
        else if (_openQuote)
            Reject("A quotation mark is not closed before the file ends.");
        else if (_count != _columns.Names.Count)
            Reject($"The row has {_count} values, the header {_columns.Names.Count}. {(_lines > 1 ? $"The row runs to line {Line + _lines - 1}: probably a quotation mark is not closed." : $"A value that holds '{_delimiter}' must stand in quotation marks.")}");
        else
            Row = new SourceRow(_columns, this, File.Name, Line);
    }

    protected override string? TextAt(LinePlace place) => place.Start <= _count ? ValueAt(place.Start - 1) : null;

    private static char[] Given(char? character) => character is { } one ? [one] : [];

    private bool Here(int at) => at < Window.Text.Length || Window.More();

    // Nearly all values are plain, and loaded already. Takes them from a place on; true at the end of the line, false where something else begins.
    private bool TakePlain(ref int at)
    {
        var text = Window.Text;
        while (at < text.Length && text[at] != _quote)
        {
            var length = text[at..].IndexOfAny(_stops);
            if (length < 0)
                return false;
            var stop = text[at + length];
            if (stop != _delimiter && stop is not ('\r' or '\n'))
                return false;
            Add(new Value(at, length, Form.Plain));
            at += length;
            if (stop != _delimiter)
                return true;
            at++;
        }

        return false;
    }

    // The content of a value in quotation marks: its length, the place behind the closing mark, and whether marks are doubled in it.
    private (int Length, int Next, Form Form) Quoted(int start, char quote)
    {
        var form = Form.Plain;
        for (var at = start; ;)
        {
            var found = Window.Text[at..].IndexOfAny(_quotedStops);
            if (found < 0)
            {
                at = Window.Text.Length;
                if (Window.More())
                    continue;
                _openQuote = true;
                _lines += Window.Text[start..at].Count('\n');
                return (at - start, at, form);
            }

            at += found;
            var isEscape = Window.Text[at] == _escape;
            if (isEscape || (Here(at + 1) && Window.Text[at + 1] == quote && _escape is null))
            {
                form = isEscape ? Form.Escaped : Form.Doubled;
                at = Here(at + 1) ? at + 2 : at + 1;
                continue;
            }

            _lines += Window.Text[start..at].Count('\n');
            return (at - start, at + 1, form);
        }
    }

    // The place where a value ends: a delimiter, a line break or the end of the text.
    private int ToStop(int from, bool wasQuoted, ref Form form)
    {
        for (var at = from; ;)
        {
            var found = Window.Text[at..].IndexOfAny(_stops);
            if (found < 0)
            {
                at = Window.Text.Length;
                if (Window.More())
                    continue;
                _strayQuote |= wasQuoted && at > from;
                return at;
            }

            at += found;
            var stop = Window.Text[at];
            if (stop == _delimiter || stop is '\r' or '\n')
            {
                _strayQuote |= wasQuoted && at > from;
                return at;
            }

            if (stop == _escape)
            {
                form = Form.Escaped;
                at = Here(at + 1) ? at + 2 : at + 1;
            }
            else
            {
                _strayQuote = true;
                at++;
            }
        }
    }

    private void Add(Value value)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, _count * 2);
            Array.Resize(ref _texts, _count * 2);
        }

        _values[_count++] = value;
    }

    private string ValueAt(int index)
    {
        var (start, length, form) = _values[index];
        var text = Window.Text.Slice(start, length);
        return form switch
        {
            Form.Plain => Kept(index, text),
            Form.Doubled => new string(text).Replace($"{_quote}{_quote}", $"{_quote}", StringComparison.Ordinal),
            _ => Unescaped(text),
        };
    }

    // Company, currency and the like are the same from row to row.
    private string Kept(int index, ReadOnlySpan<char> text)
    {
        if (text.Length > LongestKept)
            return new string(text);
        return _texts[index] is { } last && text.SequenceEqual(last) ? last : _texts[index] = new string(text);
    }

    private string Unescaped(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == _escape && at + 1 < text.Length)
                at++;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    private void ReadHeader(IReadOnlyList<FieldOrigin> needed)
    {
        if (!Layout.HasHeader)
        {
            var numbers = HoldFirst() ? Enumerable.Range(1, _count).Select(n => n.ToString(CultureInfo.InvariantCulture)) : needed.Select(n => n.Column!).Distinct(StringComparer.OrdinalIgnoreCase);
            _columns = new ColumnNames(Layout.Columns.Count > 0 ? Layout.Columns : [.. numbers]);
            FileHeader.RefuseMissing(File, Layout, _columns, needed, 1);
            return;
        }

        bool isMarked;
        do
        {
            if (!GoTo(out isMarked))
                throw FileFailures.Configuration(File, "The file is empty; not even a header stands in it.", "Export it again; a file without records still begins with the header.");
        }
        while (isMarked);
        var names = Enumerable.Range(0, _count).Select(at => ValueAt(at).Trim()).ToList();
        FileHeader.RefuseUnreadable(File, names, _strayQuote || _openQuote, Line);
        _columns = FileHeader.Resolve(names, Layout.Aliases);
        FileHeader.RefuseMissing(File, Layout, _columns, needed, Line);
    }

    private readonly record struct Value(int Start, int Length, Form Form);
}
