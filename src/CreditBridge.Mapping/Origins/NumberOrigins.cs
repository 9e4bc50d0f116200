namespace CreditBridge.Mapping.Origins;

/// <summary><c>scale: 0.01</c>: the number times a factor.</summary>
internal sealed class ScaledOrigin(ValueOrigin inner, decimal factor) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field) => Number(inner, reading, field) is { } number ? number * factor : null;

    /// <summary>The number that an origin gives; null when it gives none, or what is no number, which is noted.</summary>
    public static decimal? Number(ValueOrigin origin, RowReading reading, FieldOrigin field)
    {
        if (origin.Of(reading, field) is not { } value)
            return null;
        if (reading.Formats.TryNumber(value, out var number, out var reason))
            return number;
        reading.Refuse(field, reason);
        return null;
    }
}

/// <summary>
/// <c>sum: [TOTAL, {minus: PAID}]</c>: numbers added up, and taken off. An empty one counts as nothing; when all are empty, so is the sum.
/// </summary>
/// <param name="members">The numbers, each with what it counts: 1, or -1 when it is taken off.</param>
internal sealed class SumOrigin((ValueOrigin Origin, int Sign)[] members) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field)
    {
        decimal? sum = null;
        foreach (var (origin, sign) in members)
        {
            if (ScaledOrigin.Number(origin, reading, field) is { } number)
                sum = (sum ?? 0) + (sign * number);
        }

        return sum;
    }
}
