namespace CreditBridge.Mapping.Origins;

/// <summary><c>date_format:</c> in a field: this column writes its days in another way than the rest.</summary>
internal sealed class FormattedDateOrigin(ValueOrigin inner, ValueFormats formats) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field)
    {
        if (inner.Of(reading, field) is not { } value)
            return null;
        if (formats.TryDate(value, out var day, out var reason))
            return day;
        reading.Refuse(field, reason);
        return null;
    }
}

/// <summary><c>earliest_of: [A, B]</c>: the earliest of several days, of those that are there.</summary>
internal sealed class EarliestDateOrigin(ValueOrigin[] members, ValueFormats formats) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field)
    {
        DateOnly? earliest = null;
        foreach (var member in members)
        {
            if (member.Of(reading, field) is not { } value)
                continue;
            if (!formats.TryDate(value, out var day, out var reason))
                reading.Refuse(field, reason);
            else if (!(earliest <= day))
                earliest = day;
        }

        return earliest;
    }
}

/// <summary><c>add_days: COLUMN</c>: so many days later, such as the days of the payment terms behind the day of the invoice. Without a number of days there is no day.</summary>
internal sealed class LaterDateOrigin(ValueOrigin inner, ValueOrigin days) : ValueOrigin
{
    private const int Most = 36_500;

    public override object? Of(RowReading reading, FieldOrigin field)
    {
        if (inner.Of(reading, field) is not { } value || ScaledOrigin.Number(days, reading, field) is not { } number)
            return null;
        if (!reading.Formats.TryDate(value, out var day, out var reason))
            reading.Refuse(field, reason);
        else if (number != decimal.Truncate(number) || Math.Abs(number) > Most)
            reading.Refuse(field, $"{number} is not a number of days.");
        else
            return day.AddDays((int)number);
        return null;
    }
}
