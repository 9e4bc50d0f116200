namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>A row goes on beyond what any row can be.</summary>
internal sealed class RowTooLongException() : Exception("The row is too long.");

/// <summary>
/// The part of a text that is looked at: from the beginning of the current row to as far as was loaded. It grows with a row, but not without end, so that an unclosed
/// quotation mark or a file without line breaks does not fill the memory.
/// </summary>
internal sealed class TextWindow(TextReader reader)
{
    public const int LongestRow = 1_000_000;
    private char[] _chars = new char[1 << 16];
    private int _start;
    private int _end;

    /// <summary>What is loaded, from the beginning of the row.</summary>
    public ReadOnlySpan<char> Text => _chars.AsSpan(_start, _end - _start);

    /// <summary>Loads more behind what is there; false at the end of the text.</summary>
    public bool More()
    {
        if (_end - _start > LongestRow)
            throw new RowTooLongException();
        if (_start > 0)
        {
            _chars.AsSpan(_start, _end - _start).CopyTo(_chars);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _chars.Length)
            Array.Resize(ref _chars, _chars.Length * 2);
        var read = reader.Read(_chars, _end, _chars.Length - _end);
        _end += read;
        return read > 0;
    }

    /// <summary>Loads so many characters, if there are so many.</summary>
    public bool Has(int count)
    {
        while (_end - _start < count)
        {
            if (!More())
                return false;
        }

        return true;
    }

    /// <summary>The row begins so many characters further on.</summary>
    public void Drop(int count) => _start += count;

    /// <summary>Length of the line at a place, without its end, and with it.</summary>
    public (int Length, int Next) LineAt(int at)
    {
        for (var from = at; ;)
        {
            var found = Text[from..].IndexOfAny('\r', '\n');
            if (found >= 0)
                return (from + found - at, AfterBreak(from + found));
            from = Text.Length;
            if (!More())
                return (from - at, from);
        }
    }

    /// <summary>The place behind the line break at a place.</summary>
    public int AfterBreak(int at) => Text[at] == '\r' && (at + 1 < Text.Length || More()) && Text[at + 1] == '\n' ? at + 2 : at + 1;
}
