using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Rows;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>The page of a file that is being filled, and how far the file was read.</summary>
/// <param name="start">How far it was read before.</param>
/// <param name="size">Records and rejections that are a full page.</param>
internal sealed class FilePage<T>(ReadPosition start, int size)
    where T : SourceRecord
{
    private long _rows = start.Rows;
    private long _records = start.Records;
    private long _refusals = start.Rejected;
    private long _held = start.Held;

    public List<SourceChange<T>> Changes { get; } = new(size);

    public List<RejectedRecord> Rejected { get; } = [];

    public bool IsFull => Changes.Count + Rejected.Count >= size;

    /// <summary>How far the file was read with this page.</summary>
    public ReadPosition Position => start with { Rows = _rows, Held = _held, Records = _records, Rejected = _refusals };

    /// <summary>Notes what became of a row.</summary>
    /// <param name="mapped">What became of it.</param>
    /// <param name="rows">The file, which stands at the row.</param>
    /// <param name="leftOutIsGone">Whether a row that the mapping leaves out says that its record is gone.</param>
    public void Add(MappedRow<T> mapped, FileRows rows, bool leftOutIsGone)
    {
        _rows++;
        if (mapped.Record is { } record)
        {
            _records++;
            Changes.Add(SourceChange<T>.Upsert(record));
        }
        else if (mapped.Rejected is { } rejection)
        {
            Refuse(rejection with { Raw = rows.Raw });
        }
        else if (leftOutIsGone && mapped.LeftOut is { } gone)
        {
            Changes.Add(SourceChange<T>.Deleted(gone));
        }
    }

    /// <summary>Notes what became of a row that was held back.</summary>
    public void Add(HeldRow<T> held)
    {
        _held++;
        if (held.Mapped.Rejected is { } rejection)
        {
            Refuse(rejection with { Raw = held.Raw });
            return;
        }

        _records++;
        Changes.Add(SourceChange<T>.Upsert(held.Mapped.Record!));
    }

    /// <summary>Notes what is wrong.</summary>
    public void Refuse(RejectedRecord rejection)
    {
        // The row that was repeated is a good one.
        if (!rejection.IsRepetition)
            _refusals++;
        Rejected.Add(rejection);
    }
}
