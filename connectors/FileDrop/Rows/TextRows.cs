using System.Globalization;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>
/// Rows of a text: lines before the header are skipped, comments passed over, totals lines and the trailer recognised by how they begin. What makes a row of a line is
/// up to the format.
/// </summary>
internal abstract class TextRows : FileRows
{
    private const int LongestRaw = 2000;
    private readonly FileContent _content;
    private readonly DecodingGuard _guard;
    private readonly StreamReader _reader;
    private readonly TextWindow _window;
    private readonly bool _hasMarkedLines;
    private int _rowEnd;
    private int _next;
    private long _nextLine = 1;
    private string? _endedBy;
    private bool _isHeld;
    private readonly bool _mayBeCutOff;
    private readonly bool _needsLineBreak;
    private bool _anyRow;

    protected TextRows(DropFile file, FileLayout layout, FileContent content)
        : base(file)
    {
        (Layout, _content) = (layout, content);
        _guard = new DecodingGuard(content.Unpacked, layout.Lines.Encoding);
        _reader = new StreamReader(_guard, layout.Lines.Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
        _window = new TextWindow(_reader);
        // A trailer, a manifest or a packed file has a check of its own, and lines of totals are no rows.
        _mayBeCutOff = layout is { Compression: Compression.None, Trailer: null, Manifest: null, FooterLines: 0 };
        _needsLineBreak = layout.NeedsFinalLineBreak && _mayBeCutOff;
        _hasMarkedLines = layout.Comments.Count > 0 || layout.Footers.Count > 0 || layout.Trailer is not null;
    }

    public sealed override string Raw => new(_window.Text[..Math.Min(_rowEnd, LongestRaw)]);

    /// <summary>How the file is written.</summary>
    protected FileLayout Layout { get; }

    /// <summary>The text, from the beginning of the row.</summary>
    protected TextWindow Window => _window;

    public sealed override string Hash() => _content.Hash();

    public sealed override void Dispose()
    {
        _reader.Dispose();
        _content.Dispose();
    }

    public sealed override bool Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (Row, Malformed) = (null, null);
        while (GoTo(out var isMarked))
        {
            if (isMarked)
                continue;
            if (_endedBy is not null)
                throw FileFailures.Configuration(File, $"A row stands in line {Line}, behind {_endedBy}.", "Such a line must be the last; correct 'footer:' or 'trailer:' in the mapping, or the export.", Line);
            _anyRow = true;
            MakeRow();
            // A last row that is not even whole was cut off, whatever such files end with: what came behind it is missing too.
            if (_next == _rowEnd && Line > 1 && (Malformed is null ? _needsLineBreak : _mayBeCutOff))
                throw CutOff(Malformed?.Reason);
            return true;
        }

        if (Layout.Trailer is { } trailer && Trailer is null)
            throw FileFailures.Configuration(File, $"The last line does not begin with '{trailer.StartsWith}': the file was cut off.", "Let it be exported again in whole; if such files have no trailer, take 'trailer:' out of the mapping.", Line);
        if (!_anyRow && !Layout.HasHeader && Layout.Trailer is null && Layout.Manifest is null)
            throw FileFailures.Configuration(File, "The file is empty, and without a header nobody can tell an empty list from a failed export.", "Let it be exported again; when lists may be empty, export a header, a trailer or a manifest.");
        return false;
    }

    /// <summary>Skips the lines before the header.</summary>
    protected void SkipLines()
    {
        try
        {
            // The mark of the encoding is no part of the text.
            if (_window.Has(1) && _window.Text[0] == '\uFEFF')
                _window.Drop(1);
            for (; _nextLine <= Layout.SkipLines && _window.LineAt(0) is { Next: > 0 and var next }; _nextLine++)
                _window.Drop(next);
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            throw Failed(e);
        }
    }

    /// <summary>Goes to the next line that is not empty and tells whether it is one that is no row; false at the end.</summary>
    protected bool GoTo(out bool isMarked)
    {
        isMarked = false;
        if (_isHeld)
            return !(_isHeld = false);
        try
        {
            while (true)
            {
                _window.Drop(_next);
                (_rowEnd, _next) = (0, 0);
                if (!_window.Has(1))
                    return false;
                Line = _nextLine;
                if (IsEmptyLine())
                    continue;
                isMarked = _hasMarkedLines && TakeMarkedLine();
                if (!isMarked)
                    TakeApart();
                return true;
            }
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            throw Failed(e);
        }
    }

    /// <summary>Looks at the first row without going beyond it; false when there is none.</summary>
    protected bool HoldFirst()
    {
        while (GoTo(out var isMarked))
        {
            if (!isMarked)
                return _isHeld = true;
        }

        return false;
    }

    /// <summary>Takes the line at the beginning of the window apart: the place of its end, the place behind it, and how many lines it took.</summary>
    protected abstract (int End, int Next, int Lines) Split();

    /// <summary>Makes a row of what was taken apart, or says what is wrong with it.</summary>
    protected abstract void MakeRow();

    /// <summary>A text of the current line by its declared place; null when the line is shorter.</summary>
    protected abstract string? TextAt(LinePlace place);

    /// <summary>Notes what is wrong with the row.</summary>
    protected void Reject(string reason) => Malformed = new RejectedRecord($"{File.Name}:{Line.ToString(CultureInfo.InvariantCulture)}", reason);

    private ConnectorException CutOff(string? malformed) => malformed is not null
        ? FileFailures.Configuration(File,
            $"Line {Line.ToString(CultureInfo.InvariantCulture)}, the last one, is not whole and has no line break at its end: the file was cut off, and with it all rows behind. ({malformed})",
            "Let it be exported again in whole.", Line)
        : FileFailures.Configuration(File,
        $"Line {Line.ToString(CultureInfo.InvariantCulture)}, the last one, has no line break at its end, and the lines before it have: the file may have been cut off, and with it digits of its last value.",
        "Let it be exported again in whole; if such files never end with a line break, write 'final_line_break: optional' below 'read:' in the mapping.", Line);

    private ConnectorException Failed(Exception e) => FileFailures.From(e, File, Layout, e is DecoderFallbackException ? _guard.LineOfInvalidByte() : _nextLine - 1);

    private bool IsEmptyLine()
    {
        if (_window.Text[0] is not ('\r' or '\n'))
            return false;
        _next = _window.AfterBreak(0);
        _nextLine++;
        return true;
    }

    private bool TakeMarkedLine()
    {
        if (Layout.Trailer is { } trailer && Begins(trailer.StartsWith))
        {
            if (Trailer is not null)
                throw FileFailures.Configuration(File, $"A second line begins with '{trailer.StartsWith}'.", "A trailer is the last line; correct 'trailer:' in the mapping, or the export.", Line);
            TakeApart();
            Trailer = ControlFigures.OfTrailer(trailer, TextAt);
            _endedBy = "the trailer";
            return true;
        }

        var isFooter = Layout.Footers.Any(Begins);
        if (!isFooter && !Layout.Comments.Any(Begins))
            return false;
        if (isFooter)
            _endedBy = "a line of totals";
        (_rowEnd, _next) = _window.LineAt(0);
        _nextLine++;
        return true;
    }

    private bool Begins(string text) => _window.Has(text.Length) && _window.Text.StartsWith(text, StringComparison.Ordinal);

    private void TakeApart()
    {
        (_rowEnd, _next, var lines) = Split();
        _nextLine += lines;
    }
}
