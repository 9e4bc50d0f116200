namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>How rows stand in a file.</summary>
public enum FileFormat
{
    /// <summary>Values with a delimiter between them.</summary>
    Csv,

    /// <summary>Values with tabs between them.</summary>
    Tsv,

    /// <summary>Values at fixed positions of a line.</summary>
    Fixed,

    /// <summary>A sheet of an Excel workbook.</summary>
    Xlsx,
}

/// <summary>How a file is packed.</summary>
public enum Compression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A ZIP archive.</summary>
    Zip,

    /// <summary>A gzip file.</summary>
    Gzip,
}

/// <summary>What becomes of rows that merged cells of a sheet run through.</summary>
public enum MergedCells
{
    /// <summary>They are rejected.</summary>
    Reject,

    /// <summary>Each of the cells counts as if it held the value.</summary>
    Fill,
}
