namespace CreditBridge.Mapping.Origins;

/// <summary>Where a value comes from: a column, a constant, or what a mapping makes of several.</summary>
internal abstract class ValueOrigin
{
    /// <summary>The value of a row: one of those that <see cref="SourceValue"/> knows; null when there is none. What is wrong is noted under the field.</summary>
    public abstract object? Of(RowReading reading, FieldOrigin field);

    /// <summary>
    /// The cleaned text where it stands in the row, never an empty one; false when the value must be asked for by <see cref="Of"/>. A caller that can make nothing of the
    /// text asks for the value too, so that what is wrong is noted in one place.
    /// </summary>
    public virtual bool TryText(RowReading reading, out ReadOnlySpan<char> text)
    {
        text = default;
        return false;
    }
}

/// <summary>The same text for every row.</summary>
internal sealed class ConstantOrigin(string text) : ValueOrigin
{
    public string Text => text;

    public override object? Of(RowReading reading, FieldOrigin field) => text;
}

/// <summary>A column of the row.</summary>
/// <param name="slot">Its place among the columns of the mapping.</param>
/// <param name="cleaning">What is done to texts, and which of them mean "nothing".</param>
internal sealed class ColumnOrigin(int slot, TextCleaning cleaning) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field) => cleaning.Of(reading.ValueAt(slot), reading, field);

    public override bool TryText(RowReading reading, out ReadOnlySpan<char> text)
    {
        if (cleaning.Empty.Length > 0 || !reading.TryText(slot, out text))
        {
            text = default;
            return false;
        }

        if (cleaning.Trim)
            text = text.Trim();
        return text.Length > 0 && text[0] != '#';
    }
}

/// <summary>The first that is not empty.</summary>
internal sealed class FirstOfOrigin(ValueOrigin[] members) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field)
    {
        foreach (var member in members)
        {
            if (member.Of(reading, field) is { } value)
                return value;
        }

        return null;
    }
}
