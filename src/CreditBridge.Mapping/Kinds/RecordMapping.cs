using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>Turns rows of one kind of input into canonical records, as a mapping declares. It knows rows only, whatever they come from.</summary>
/// <typeparam name="T">The canonical record.</typeparam>
public abstract class RecordMapping<T>
    where T : SourceRecord
{
    private readonly KindBlock _block;
    private readonly RowFilter? _filter;

    private protected RecordMapping(KindBlock block) => (_block, _filter) = (block, RowFilter.Read(block));

    /// <summary>Whether keys hold what tells one row from another besides what names the document.</summary>
    internal virtual bool HasRowKey => false;

    /// <summary>Name of the other system, the first part of every key.</summary>
    public string System => _block.Top.System;

    /// <summary>How dates and numbers are written.</summary>
    public ValueFormats Formats => _block.Formats;

    /// <summary>Where each mapped field comes from.</summary>
    public IReadOnlyList<FieldOrigin> Origins => _block.Origins;

    /// <summary>The columns that the input must have, each once, with the field that needs it.</summary>
    public IReadOnlyList<FieldOrigin> ColumnOrigins => _block.Columns.Uses;

    /// <summary>Maps one row; a row that cannot be read is rejected with everything that is wrong with it.</summary>
    public MappedRow<T> Map(SourceRow row)
    {
        if (row.Unreadable is { } reason)
            return new MappedRow<T>(null, new RejectedRecord(row.Where(), reason) { Key = KeyOf(row), Customer = CustomerOf(row) });
        var reading = ReadingOf(row);
        if (_filter is not null && !_filter.Keeps(reading))
            reading.Skip();
        var record = reading.Skipped ? null : Build(reading);
        if (reading.Skipped && reading.IsGood)
            return new MappedRow<T>(null, null, KeyOf(row));
        return reading.IsGood ? new MappedRow<T>(record, null) : new MappedRow<T>(null, reading.ToRejection()! with { Key = record?.Key ?? KeyOf(row), Customer = CustomerOf(row) });
    }

    /// <summary>Key of the record that a row stands for, whatever else it says; null when it cannot be told.</summary>
    public string? KeyOf(SourceRow row)
    {
        var reading = ReadingOf(row);
        var key = KeyOf(reading);
        return reading.IsGood ? key : null;
    }

    /// <summary>Text of the key of the customer that a row is about, whatever else it says; null when it cannot be told, or the kind is about no customer.</summary>
    public string? CustomerOf(SourceRow row)
    {
        var reading = ReadingOf(row);
        var customer = CustomerOf(reading);
        return reading.IsGood ? customer?.ToString() : null;
    }

    /// <summary>Whether amounts are owed by what records of the kind say, and the mapping does not declare that equal rows are one: then somebody must look at them.</summary>
    internal virtual bool ReportsRepetitions => false;

    /// <summary>What is said of a row that says exactly what another row of its key says, and counts once with it; null when nothing need be said.</summary>
    /// <param name="row">The row.</param>
    /// <param name="key">The key of both.</param>
    /// <param name="other">Where the other stands, such as "stands in line 12 too".</param>
    public RejectedRecord? Repetition(SourceRow row, string key, string other) => !ReportsRepetitions ? null
        : new RejectedRecord(row.Where(), $"{key} {other}, with the same values: it counts once, and nobody knows whether these are one or two.")
        {
            Key = key,
            Customer = CustomerOf(row),
            Raw = row.Raw(),
            IsRepetition = true,
        };

    /// <summary>What a row has for each mapped field, in the order of <see cref="Origins"/>, before anything is made of it.</summary>
    internal IReadOnlyList<object?> ValuesOf(SourceRow row)
    {
        var reading = ReadingOf(row);
        return [.. Origins.Select(o => o.ValueOf(reading))];
    }

    private protected RowReading ReadingOf(SourceRow row) => new(row, Formats, _block.Columns.PositionsIn(row.Columns));

    /// <summary>The record's key; what it returns counts only when nothing was refused.</summary>
    private protected abstract string KeyOf(RowReading reading);

    /// <summary>The customer; what it returns counts only when nothing was refused.</summary>
    private protected virtual CustomerKey? CustomerOf(RowReading reading) => null;

    /// <summary>Builds the record; what it returns counts only when nothing was refused.</summary>
    private protected abstract T? Build(RowReading reading);

    /// <summary>
    /// Whether two records say the same. Records compare value by value; a record with a list or a table in it compares what stands in them.
    /// </summary>
    public virtual bool AreEqual(T one, T other) => one == other;

    /// <summary>A hash of what a record says, for as long as the process lives: records that are equal have the same.</summary>
    public virtual int HashOf(T record) => record.GetHashCode();
}
