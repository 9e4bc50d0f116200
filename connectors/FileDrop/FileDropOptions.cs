using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>How a file shows that it is complete.</summary>
public enum FileCompletion
{
    /// <summary>It has its final name; while it is written its name ends in <c>.part</c> or <c>.tmp</c>.</summary>
    Rename = 0,

    /// <summary>A marker stands beside it: <c>X.csv.done</c> for <c>X.csv</c>.</summary>
    Marker = 1,
}

/// <summary>Options of a drop folder.</summary>
public sealed class FileDropOptions
{
    /// <summary>The drop folder.</summary>
    [Required]
    [Option("Folder into which the ERP drops its files; relative to the configuration file.", Example = "erp-drop")]
    public string Directory { get; set; } = "";

    /// <summary>The mapping file.</summary>
    [Required]
    [Option("Mapping file (YAML) that says what the files' columns mean; relative to the configuration file.", Example = "mappings/sample-erp.yaml")]
    public string Mapping { get; set; } = "";

    /// <summary>How a file shows that it is complete.</summary>
    [Option("How a file shows that it is complete. Rename: it has its final name (names ending in .part or .tmp are left alone). Marker: an empty file X.csv.done stands beside X.csv.")]
    public FileCompletion Completion { get; set; } = FileCompletion.Rename;

    /// <summary>Rows per page.</summary>
    [Range(1, 20_000)]
    [Option("Rows that are stored in one transaction; more is a little faster and needs more memory.")]
    public int PageSize { get; set; } = 2000;

    /// <summary>Where rejected rows are kept; empty for nowhere.</summary>
    [Option("Folder for what could not be read, relative to the configuration file; empty: none. Rejected rows of X.csv are written to X.csv.rejected.csv, each with its line and the reason; why a whole file was refused to X.csv.reason.txt. Dropped files are never moved.", Example = "erp-quarantine")]
    public string Quarantine { get; set; } = "";

    /// <summary>Megabytes that a packed file may unpack to.</summary>
    [Range(1, 100_000)]
    [Option("Megabytes that a packed file (zip, gzip, xlsx) may unpack to; a larger one is refused.")]
    public int MaxUnpackedMegabytes { get; set; } = 2048;
}
