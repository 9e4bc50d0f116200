namespace CreditBridge.Mapping.Origins;

/// <summary>
/// What is done to the value of a column before anything is made of it: <c>trim: false</c> keeps surrounding blanks, and <c>empty: [0000-00-00]</c> lists texts that mean "nothing".
/// </summary>
/// <param name="Trim">Whether surrounding blanks are dropped.</param>
/// <param name="Empty">Texts that mean "nothing".</param>
internal sealed record TextCleaning(bool Trim, string[] Empty)
{
    private const int LongestText = 1000;

    public static TextCleaning Usual { get; } = new(true, []);

    /// <summary>The cleaned value; null when there is none. Texts that cannot be kept are noted.</summary>
    public object? Of(object? value, RowReading reading, FieldOrigin field)
    {
        if (value is not string text)
            return value is not null && Empty.Length > 0 && IsEmpty(value) ? null : value;
        if (Trim)
            text = text.Trim();
        if (text.Length == 0 || IsEmpty(text))
            return null;
        if (text.Length > LongestText)
            reading.Refuse(field, $"The text has {text.Length:N0} characters; {LongestText:N0} are the most.");
        else if (text.Contains('\0', StringComparison.Ordinal))
            reading.Refuse(field, "The text holds a NUL character.");
        else if (FailedFormula.Is(text))
            reading.Refuse(field, $"'{text}' stands where a formula failed; it is no value. Let it be corrected there, or write 'empty: [\"{text}\"]' if it means nothing.");
        else
            return text;
        return null;
    }

    // An instant that stands for no date does so by its day, which is midnight in UTC: 0001-01-01T00:00:00Z.
    private bool IsEmpty(object value) => IsEmpty(SourceValue.ToText(value)!)
        || (value is DateTimeOffset { UtcDateTime: { TimeOfDay.Ticks: 0 } midnight } && IsEmpty(SourceValue.ToText(DateOnly.FromDateTime(midnight))!));

    private bool IsEmpty(string text)
    {
        foreach (var empty in Empty)
        {
            if (empty == text)
                return true;
        }

        return false;
    }
}
