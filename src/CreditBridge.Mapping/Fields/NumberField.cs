namespace CreditBridge.Mapping.Fields;

/// <summary>A number, written as <c>decimal_separator</c> and <c>thousands_separator</c> say.</summary>
public sealed record NumberField(FieldOrigin Origin)
{
    /// <summary>Reads the field's block.</summary>
    public static NumberField Read(FieldBlock fields, string name, bool required = false)
    {
        var origin = fields.Origin(name, required, FieldContent.Number, "number", out var block);
        if (block is { StrayText: null })
            block.Close();
        return new NumberField(origin);
    }

    /// <summary>The number, or null.</summary>
    public decimal? Of(RowReading reading)
    {
        if (Origin.TryText(reading, out var text) && reading.Formats.TryNumber(text, out var amount))
            return amount;
        if (Origin.ValueOf(reading) is not { } value)
            return null;
        if (reading.Formats.TryNumber(value, out var number, out var reason))
            return number;
        reading.Refuse(Origin, reason);
        return null;
    }

    /// <summary>The number, or null; one outside the bounds is refused.</summary>
    public decimal? Of(RowReading reading, decimal lowest, decimal highest)
    {
        if (Of(reading) is not { } number)
            return null;
        if (number >= lowest && number <= highest)
            return number;
        reading.Refuse(Origin, highest == ValueFormats.NumberCeiling ? $"{number} is below {lowest}, the least there can be." : $"{number} lies outside {lowest} to {highest}.");
        return null;
    }

    /// <summary>The whole number, or null; a fraction, and a number outside the bounds, is refused.</summary>
    public int? WholeOf(RowReading reading, int lowest, int highest)
    {
        if (Of(reading, lowest, highest) is not { } number)
            return null;
        if (number == decimal.Truncate(number))
            return (int)number;
        reading.Refuse(Origin, $"{number} is not a whole number.");
        return null;
    }
}
