using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>Which files hold a kind of record, and how they are written; the keys below <c>read:</c>.</summary>
public sealed record FileLayout
{
    /// <summary><c>pattern:</c> name of the files with <c>*</c> and <c>?</c>, such as <c>customers-*.csv</c>; their names must sort by age.</summary>
    public required string Pattern { get; init; }

    /// <summary><c>set:</c> <c>full</c>: a file lists everything, and what it does not list is gone; <c>delta</c>: a file adds and corrects.</summary>
    public required bool IsFull { get; init; }

    /// <summary><c>max_removed_percent:</c> the largest share of known records that one full file may remove by not listing them; default 50.</summary>
    public decimal MaxRemovedPercent { get; init; } = 50;

    /// <summary><c>format:</c> how rows stand in a file; default <c>csv</c>.</summary>
    public FileFormat Format { get; init; }

    /// <summary><c>encoding:</c>, <c>delimiter:</c>, <c>quote:</c>, <c>escape:</c> of text.</summary>
    public required LineLayout Lines { get; init; }

    /// <summary><c>header:</c> whether the first line names the columns; default <c>true</c>.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary><c>columns:</c> names of the columns when no header gives them; without it they are called 1, 2, 3.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary><c>positions:</c> the columns of a file of fixed width, with the place of each.</summary>
    public IReadOnlyList<FixedColumn> FixedColumns { get; init; } = [];

    /// <summary><c>skip_lines:</c> lines before the header; default 0.</summary>
    public int SkipLines { get; init; }

    /// <summary><c>comment:</c> lines that begin with one of these texts are no rows.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary><c>footer:</c> lines at the end that begin with one of these texts are no rows; behind them stands no row.</summary>
    public IReadOnlyList<string> Footers { get; init; } = [];

    /// <summary><c>footer_lines:</c> so many lines at the end are no rows; default 0.</summary>
    public int FooterLines { get; init; }

    /// <summary>
    /// <c>final_line_break:</c> whether the last row of a text may end without a line break although the lines before have one; default <c>required</c>, because a file that
    /// was cut off within its last number looks the same.
    /// </summary>
    public bool NeedsFinalLineBreak { get; init; } = true;

    /// <summary><c>sheet:</c> name of the sheet of a workbook; null when it has one only.</summary>
    public string? Sheet { get; init; }

    /// <summary><c>merged:</c> what becomes of rows with merged cells; default <c>reject</c>.</summary>
    public MergedCells Merged { get; init; }

    /// <summary><c>aliases:</c> other names that a column has had, each with the name that the mapping uses.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary><c>compression:</c> how files are packed; default <c>none</c>.</summary>
    public Compression Compression { get; init; }

    /// <summary><c>entry:</c> name of the file in the archive, with <c>*</c> and <c>?</c>; exactly one must match. Default <c>*</c>.</summary>
    public string Entry { get; init; } = "*";

    /// <summary><c>trailer:</c> the last line says what the file should hold; null when there is none.</summary>
    public TrailerLayout? Trailer { get; init; }

    /// <summary><c>manifest:</c> a file beside says what the file should hold; null when there is none.</summary>
    public ManifestLayout? Manifest { get; init; }

    /// <summary><c>deleted:</c> how a row says that its record is gone; null when no row does.</summary>
    public DeletionMark? Deleted { get; init; }

    /// <summary><c>balances:</c> of open items: whether a balance that is not their sum is no reason to reject them.</summary>
    public bool IgnoresBalances { get; init; }

    /// <summary>Columns that this block names, besides those that fields need.</summary>
    public IEnumerable<(string Column, string Key)> OwnColumns =>
        [
            .. Deleted is null ? [] : new[] { (Deleted.Column, "deleted.column") },
            .. Trailer?.Totals.Keys.Select(c => (c, "trailer.totals")) ?? [],
            .. Manifest?.Totals.Keys.Select(c => (c, "manifest.totals")) ?? [],
        ];

    /// <summary>Reads the keys below <c>read:</c>.</summary>
    public static FileLayout Read(MappingSection read, MappedKind kind) => FileLayoutReader.Read(read, kind);
}
