using System.Globalization;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Rows;
using ExcelDataReader;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>
/// Rows of a sheet. Cells keep their types: dates are dates and numbers are numbers, whatever the cell shows; of a formula counts the value that was stored with it.
/// </summary>
internal sealed class SheetRows : FileRows
{
    private readonly FileLayout _layout;
    private readonly FileStream _file;
    private readonly IExcelDataReader _reader;
    private readonly MergedRanges _merged;
    private readonly FailedCells _failed;
    private HashSet<int> _neededAt = [];
    private ColumnNames _columns = new([]);
    private object?[] _values = [];
    private string? _endedBy;
    private bool _isHeld;

    private SheetRows(DropFile file, FileLayout layout, FileStream stream, IExcelDataReader reader, FailedCells failed)
        : base(file) => (_layout, _file, _reader, _failed, _merged) = (layout, stream, reader, failed, new MergedRanges(reader.MergeCells ?? []));

    public override string Raw
    {
        get
        {
            var text = string.Join(", ", _values.Where(v => v is not null).Select(SourceValue.ToText));
            return text.Length > 2000 ? text[..2000] : text;
        }
    }

    /// <summary>Opens a workbook, finds the sheet and reads its header.</summary>
    public static SheetRows Open(DropFile file, FileLayout layout, IReadOnlyList<FieldOrigin> needed, long mostUnpacked)
    {
        var stream = DropStreams.Open(file);
        IExcelDataReader? reader = null;
        try
        {
            Workbook.RefuseUnsafe(file, stream, mostUnpacked);
            var failed = FailedCells.Of(stream, layout.Sheet, mostUnpacked);
            reader = ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true });
            Workbook.GoToSheet(file, reader, layout.Sheet);
            var rows = new SheetRows(file, layout, stream, reader, failed);
            rows.ReadHeader(needed);
            return rows;
        }
        catch (Exception e)
        {
            reader?.Dispose();
            stream.Dispose();
            if (Workbook.IsItsFault(e))
                throw Workbook.Damaged(file, e);
            throw;
        }
    }

    public override bool Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (Row, Malformed) = (null, null);
        while (GoTo())
        {
            if (IsMarked())
                continue;
            if (_endedBy is not null)
                throw FileFailures.Configuration(File, $"A row stands in line {Line}, behind {_endedBy}.", "Such a line must be the last; correct 'footer:' or 'trailer:' in the mapping, or the export.", Line);
            MakeRow();
            return true;
        }

        if (_layout.Trailer is { } trailer && Trailer is null)
            throw FileFailures.Configuration(File, $"The last line does not begin with '{trailer.StartsWith}': the file was cut off.", "Let it be exported again in whole; if such files have no trailer, take 'trailer:' out of the mapping.", Line);
        return false;
    }

    public override string Hash()
    {
        _file.Position = 0;
        using var whole = new HashingStream(_file);
        return whole.Finish();
    }

    public override void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    // Goes to the next row that holds anything.
    private bool GoTo()
    {
        if (_isHeld)
            return !(_isHeld = false);
        try
        {
            while (_reader.Read())
            {
                Line++;
                var values = new object?[_reader.FieldCount];
                for (var at = 0; at < values.Length; at++)
                    values[at] = Workbook.ValueOf(_reader, at);
                _failed.Show(Line, values);
                _merged.GoTo(Line, values, _layout.Merged == MergedCells.Fill);
                _values = values;
                if (Line > _layout.SkipLines && values.Any(v => v is not null))
                    return true;
            }

            return false;
        }
        catch (Exception e) when (Workbook.IsItsFault(e))
        {
            throw Workbook.Damaged(File, e);
        }
    }

    private bool IsMarked()
    {
        var first = SourceValue.ToText(_values.FirstOrDefault(v => v is not null)) ?? "";
        if (_layout.Trailer is { } trailer && first.StartsWith(trailer.StartsWith, StringComparison.Ordinal))
        {
            (Trailer, _endedBy) = (ControlFigures.OfTrailer(trailer, place => place.Start <= _values.Length ? _values[place.Start - 1] : null), "the trailer");
            return true;
        }

        var isFooter = _layout.Footers.Any(f => first.StartsWith(f, StringComparison.Ordinal));
        if (isFooter)
            _endedBy = "a line of totals";
        return isFooter || _layout.Comments.Any(c => first.StartsWith(c, StringComparison.Ordinal));
    }

    private void MakeRow()
    {
        var where = $"{File.Name}:{Line.ToString(CultureInfo.InvariantCulture)}";
        if (_layout.Merged == MergedCells.Reject && _merged.Across(_neededAt) is { } range)
            Malformed ??= new RejectedRecord(where, $"The cells {range} are merged, and nobody can say for which rows their value counts; write it into each row, or declare 'merged: fill' if it counts for all of them.");
        if (Malformed is null)
            Row = new SourceRow(_columns, _values, File.Name, Line);
    }

    private void ReadHeader(IReadOnlyList<FieldOrigin> needed)
    {
        var found = GoTo();
        while (found && _layout.HasHeader && IsMarked())
            found = GoTo();
        if (!found && _layout.HasHeader)
            throw FileFailures.Configuration(File, "The sheet is empty; not even a header stands in it.", "Export it again, or name the right sheet with 'sheet:' in the mapping.");
        if (!found)
            throw FileFailures.Configuration(File, "The sheet is empty, and without a header nobody can tell an empty list from a failed export.", "Let it be exported again; when lists may be empty, export a header.");
        List<string> names = _layout switch
        {
            { HasHeader: true } => [.. _values.Select(v => (SourceValue.ToText(v) ?? "").Trim())],
            { Columns.Count: > 0 } => [.. _layout.Columns],
            _ => [.. Enumerable.Range(1, _values.Length).Select(n => n.ToString(CultureInfo.InvariantCulture))],
        };
        if (_layout.HasHeader)
            FileHeader.RefuseUnreadable(File, names = [.. names.Select(n => n.ReplaceLineEndings(" "))], false, Line);
        else
            _isHeld = true;
        _columns = _layout.HasHeader ? FileHeader.Resolve(names, _layout.Aliases) : new ColumnNames(names);
        FileHeader.RefuseMissing(File, _layout, _columns, needed, Line);
        _neededAt = [.. needed.Select(n => n.Column!).Concat(_layout.OwnColumns.Select(c => c.Column)).Select(_columns.IndexOf)];
    }
}
