using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Drift;

namespace CreditBridge.Core.Snapshots;

/// <summary>One page of a source, made ready for storage: no key twice, every record hashed. Stored in one transaction together with its checkpoint.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Kind">Kind of record; all rows have it.</param>
/// <param name="Rows">Records that are there.</param>
/// <param name="Removed">Records that are gone.</param>
/// <param name="Next">Where to go on after this page.</param>
public sealed record SnapshotPage(
    string Connection, RecordKind Kind, IReadOnlyList<SnapshotRow> Rows, IReadOnlyList<RemovedRecord> Removed, Checkpoint Next)
{
    /// <summary>For accounts: the ERP customers that each account of <see cref="Rows"/> claims, by account key. Empty for other kinds.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CustomerKey>> Claims { get; init; } = new Dictionary<string, IReadOnlyList<CustomerKey>>();

    /// <summary>For accounts: the parent that each account of <see cref="Rows"/> names, by account key; accounts without one are absent. Empty for other kinds.</summary>
    public IReadOnlyDictionary<string, string> Parents { get; init; } = new Dictionary<string, string>();

    /// <summary>What the records of <see cref="Rows"/> show in the fields that are written to them; empty when the source does not read these.</summary>
    public IReadOnlyList<ShownRecord> Shown { get; init; } = [];

    /// <summary>How <see cref="Shown"/> is compared with what was written; null: not at all.</summary>
    public DriftRules? Drift { get; init; }

    /// <summary>Records that could not be read.</summary>
    public IReadOnlyList<RejectedRecord> Rejected { get; init; } = [];

    /// <summary>Places of earlier rejections that are settled.</summary>
    public IReadOnlyList<string> Settled { get; init; } = [];

    /// <summary>Keys of records that go back to what was known of them before the listing began.</summary>
    public IReadOnlyList<string> TakenBack { get; init; } = [];

    /// <summary>Set when the page belongs to a complete listing.</summary>
    public FullSet? FullSet { get; init; }

    /// <summary>Set when the page ends a closed piece of input.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>When the page was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }
}

/// <summary>A record that is gone.</summary>
/// <param name="Key">Identity within connection and kind.</param>
/// <param name="MergedInto">Key of the record that took its place; null when it was simply deleted.</param>
public sealed record RemovedRecord(string Key, string? MergedInto);
