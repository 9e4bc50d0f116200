using System.Globalization;
using System.Security.Cryptography;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// The rows of one CSV file, one at a time. While they are read, the content is hashed, so that at the end it is known whether this was the file that it was thought to be.
/// A row that is not well formed comes as a rejection; what makes the whole file unreadable is a <see cref="Abstractions.Failures.ConnectorException"/>.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private readonly DropFile _file;
    private readonly FileLayout _layout;
    private readonly SHA256 _hash = SHA256.Create();
    private readonly CryptoStream _stream;
    private readonly RowLimitReader _reader;
    private readonly CsvParser _parser;
    private bool _badQuotes;
    private ColumnNames _columns = new([]);

    private CsvRows(DropFile file, FileLayout layout, FileStream content)
    {
        (_file, _layout) = (file, layout);
        _stream = new CryptoStream(content, _hash, CryptoStreamMode.Read);
        _reader = new RowLimitReader(new StreamReader(_stream, layout.Encoding, detectEncodingFromByteOrderMarks: layout.Encoding.CodePage is 65001 or 1200, bufferSize: 65536));
        _parser = new CsvParser(_reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = layout.Delimiter,
            IgnoreBlankLines = true,
            BadDataFound = _ => _badQuotes = true,
        });
    }

    /// <summary>The row, when it is well formed.</summary>
    public SourceRow? Row { get; private set; }

    /// <summary>What is wrong with the row, when it is not.</summary>
    public RejectedRecord? Malformed { get; private set; }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The row as it stands in the file, for a rejection.</summary>
    public string Raw => _parser.RawRecord.TrimEnd('\r', '\n') is { Length: > 2000 } longer ? longer[..2000] : _parser.RawRecord.TrimEnd('\r', '\n');

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="layout">How it is written.</param>
    /// <param name="needed">The columns that it must have.</param>
    /// <param name="cancellationToken">Ends the reading promptly.</param>
    public static async Task<CsvRows> OpenAsync(DropFile file, FileLayout layout, IEnumerable<FieldOrigin> needed, CancellationToken cancellationToken)
    {
        var rows = new CsvRows(file, layout, DropStreams.Open(file));
        try
        {
            await rows.ReadHeaderAsync([.. needed], cancellationToken);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false at the end of the file.</summary>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        (Row, Malformed) = (null, null);
        if (!await ParseAsync(cancellationToken))
            return false;
        var values = _parser.Record!;
        var where = $"{_file.Name}:{Line}";
        if (_badQuotes)
            Malformed = new RejectedRecord(where, "A quotation mark stands in the middle of a value; a value with quotation marks is put in quotation marks, and those within are doubled.");
        else if (values.Length != _columns.Names.Count)
        {
            var likely = _parser.RawRow - Line > 0
                ? $"The row runs to line {_parser.RawRow}: probably a quotation mark is not closed."
                : $"A value that holds '{_layout.Delimiter}' must stand in quotation marks.";
            Malformed = new RejectedRecord(where, $"The row has {values.Length} values, the header {_columns.Names.Count}. {likely}");
        }
        else
        {
            Row = new SourceRow(_columns, values, _file.Name, Line);
        }

        return true;
    }

    /// <summary>The hash of the whole content; to be called after the last row.</summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        await _stream.CopyToAsync(Stream.Null, cancellationToken);
        return Convert.ToHexStringLower(_hash.Hash!);
    }

    public void Dispose()
    {
        _parser.Dispose();
        _reader.Dispose();
        _stream.Dispose();
        _hash.Dispose();
    }

    private async Task ReadHeaderAsync(IReadOnlyList<FieldOrigin> needed, CancellationToken cancellationToken)
    {
        if (!await ParseAsync(cancellationToken))
            throw FileFailures.Configuration(_file, "The file is empty; not even a header stands in it.", "Export it again; a file without records still begins with the header.");
        _columns = new ColumnNames([.. _parser.Record!.Select(n => n.Trim())]);
        if (_badQuotes || _columns.Names.All(n => n.Length == 0) || _columns.Names.Any(n => n.Any(char.IsControl)))
            throw FileFailures.Configuration(_file, "The header cannot be read.", "The first line must hold the names of the columns; see 'delimiter:' and 'encoding:' in the mapping.", (int)Line);
        var missing = needed.Where(n => _columns.IndexOf(n.Column!) < 0).ToList();
        if (missing.Count > 0)
        {
            var there = _columns.Names.Where(n => n.Length > 0).ToList();
            throw FileFailures.Configuration(
                _file,
                string.Join(" ", missing.Select(m => $"Column {m.Column} is missing ({m.Path} names it){(NearestName.Of(m.Column!, there) is { } near ? $"; did you mean {near}?" : ".")}")) + $" The file has: {string.Join(", ", there)}.{WrongDelimiterHint(there)}",
                "Correct the column's name in the mapping, or export the file with that column.",
                (int)Line);
        }

        if (needed.FirstOrDefault(n => _columns.Repeated.Contains(n.Column!, StringComparer.OrdinalIgnoreCase)) is { } twice)
            throw FileFailures.Configuration(_file, $"Column {twice.Column} stands in the header more than once, so it is not clear which is meant ({twice.Path}).", "Export the file with each column once.", (int)Line);
    }

    private string WrongDelimiterHint(List<string> there) =>
        there.Count == 1 && there[0].IndexOfAny([',', ';', '\t', '|']) is var at and >= 0 ? $" It seems to be delimited by '{there[0][at]}', not '{_layout.Delimiter}'." : "";

    private async Task<bool> ParseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var end = _parser.RawRow;
        _badQuotes = false;
        _reader.BeginRow();
        try
        {
            if (!await _parser.ReadAsync())
                return false;
            Line = Math.Max(end + 1, _parser.RawRow - _parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n'));
            _ = _parser.Record; // values are unquoted only now: bad quotation marks show here
            return true;
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            throw FileFailures.From(e, _file, _layout, end);
        }
    }
}
