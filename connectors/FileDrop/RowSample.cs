using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Mapping;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>What became of the first rows of a file.</summary>
internal sealed class RowSample<T>
    where T : SourceRecord
{
    /// <summary>Records, each with the row that it came from.</summary>
    public List<(T Record, SourceRow Row)> Records { get; } = [];

    public List<RejectedRecord> Rejected { get; } = [];

    public int Rows { get; set; }

    /// <summary>Rows that the mapping leaves out.</summary>
    public int Left { get; set; }

    /// <summary>Whether the file has no further rows.</summary>
    public bool IsWhole { get; set; }
}
