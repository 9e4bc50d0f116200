namespace CreditBridge.Mapping.Fields;

/// <summary>Where the value of a canonical field comes from, as the mapping declares it.</summary>
public sealed record FieldOrigin
{
    /// <summary>Canonical name of the field.</summary>
    public required string Name { get; init; }

    /// <summary>Where in the mapping it is declared.</summary>
    public required string Path { get; init; }

    /// <summary>Column of the other system, the first when there are several; null for a constant and for a field that is not mapped.</summary>
    public string? Column { get; init; }

    /// <summary>The same text for every row; null when it comes from columns.</summary>
    public string? Constant => (Value as ConstantOrigin)?.Text;

    /// <summary>All columns that it comes from, and whether a constant is among what it comes from, for people; empty for a field that is not mapped.</summary>
    public string From { get; init; } = "";

    /// <summary>Whether a record without it is no record.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the mapping says anything about the field.</summary>
    public bool IsMapped => Value is not null;

    /// <summary>How the value is got; null when the field is not mapped.</summary>
    internal ValueOrigin? Value { get; init; }

    /// <summary>The text of a row; null when there is none. Notes a required field that is empty and texts that cannot be kept.</summary>
    public string? TextOf(RowReading reading) => ValueOf(reading) is { } value ? value as string ?? SourceValue.ToText(value) : null;

    /// <summary>The text of a row where it stands; false when it must be asked for by <see cref="ValueOf"/>.</summary>
    internal bool TryText(RowReading reading, out ReadOnlySpan<char> text)
    {
        if (Value is not null)
            return Value.TryText(reading, out text);
        text = default;
        return false;
    }

    /// <summary>The value of a row: a text, or one of the types that <see cref="SourceValue"/> knows; null when there is none. It notes what <see cref="TextOf"/> notes.</summary>
    public object? ValueOf(RowReading reading)
    {
        if (Value is null)
            return null;
        var before = reading.Refusals;
        var value = Value.Of(reading, this);
        if (value is null && Required && reading.Refusals == before)
            reading.Refuse(this, "The value is empty, but a record needs it.");
        return value;
    }
}
