namespace CreditBridge.Mapping.Fields;

/// <summary>A day, written as <c>date_format</c> says.</summary>
public sealed record DateField(FieldOrigin Origin)
{
    /// <summary>Reads the field's block.</summary>
    public static DateField Read(FieldBlock fields, string name, bool required = false)
    {
        var origin = fields.Origin(name, required, FieldContent.Date, "date", out var block);
        if (block is { StrayText: null })
            block.Close();
        return new DateField(origin);
    }

    /// <summary>The day, or null.</summary>
    public DateOnly? Of(RowReading reading)
    {
        if (Origin.TryText(reading, out var text) && reading.Formats.TryDay(text, out var day))
            return day;
        if (Origin.ValueOf(reading) is not { } value)
            return null;
        if (reading.Formats.TryDate(value, out var date, out var reason))
            return date;
        reading.Refuse(Origin, reason);
        return null;
    }
}
