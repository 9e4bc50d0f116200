using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Rows;

/// <summary>One row while it is being mapped: collects everything that is wrong with it, so that a person can correct it in one go.</summary>
/// <param name="row">The row.</param>
/// <param name="formats">How its dates and numbers are written.</param>
/// <param name="positions">Where the columns of the mapping stand in the row.</param>
public sealed class RowReading(SourceRow row, ValueFormats formats, int[] positions)
{
    private string? _where;
    private List<string>? _reasons;

    /// <summary>How its dates and numbers are written.</summary>
    public ValueFormats Formats => formats;

    /// <summary>Whether the mapping says that such rows are left out.</summary>
    public bool Skipped { get; private set; }

    /// <summary>Whether nothing was wrong so far.</summary>
    public bool IsGood => _reasons is null;

    /// <summary>How much was wrong so far.</summary>
    internal int Refusals => _reasons?.Count ?? 0;

    /// <summary>The value of a column, by its place in the mapping; null when there is none.</summary>
    internal object? ValueAt(int slot) => row.ValueAt(positions[slot]);

    /// <summary>The text of a column where it stands; false when it must be asked for as a value.</summary>
    internal bool TryText(int slot, out ReadOnlySpan<char> text) => row.TryText(positions[slot], out text);

    /// <summary>Leaves the row out: it is not a record of this kind.</summary>
    public void Skip() => Skipped = true;

    /// <summary>Notes what is wrong with a field.</summary>
    public void Refuse(FieldOrigin origin, string reason)
    {
        _where ??= row.Where(origin.Column);
        (_reasons ??= []).Add($"{origin.Name}: {reason}");
    }

    /// <summary>The rejection, when something was wrong.</summary>
    public RejectedRecord? ToRejection() => _reasons is null ? null : new RejectedRecord(_where!, string.Join(" ", _reasons));
}
