using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Rows;

/// <summary>One row while it is being mapped: collects everything that is wrong with it, so that a person can correct it in one go.</summary>
/// <param name="row">The row.</param>
/// <param name="formats">How its dates and numbers are written.</param>
public sealed class RowReading(SourceRow row, ValueFormats formats)
{
    private string? _where;
    private List<string>? _reasons;

    /// <summary>The row.</summary>
    public SourceRow Row => row;

    /// <summary>How its dates and numbers are written.</summary>
    public ValueFormats Formats => formats;

    /// <summary>Whether the mapping says that such rows are left out.</summary>
    public bool Skipped { get; private set; }

    /// <summary>Whether nothing was wrong so far.</summary>
    public bool IsGood => _reasons is null;

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
