using System.Globalization;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>Where a value stands in a line: characters of a fixed-width line (<c>11-25</c>, or <c>11+15</c> for 15 characters from 11 on), or the number of the value.</summary>
/// <param name="Start">First character, or number of the value, from 1.</param>
/// <param name="Length">Number of characters; 1 for the number of a value.</param>
public readonly record struct LinePlace(int Start, int Length)
{
    private const int Furthest = 100_000;

    /// <summary>Behind the last character, from 1.</summary>
    public int End => Start + Length;

    /// <summary>Reads a place in a line of fixed width.</summary>
    public static LinePlace? OfCharacters(string text)
    {
        var sign = text.AsSpan().IndexOfAny('-', '+');
        if (sign < 0)
            return Whole(text) is { } only ? new LinePlace(only, 1) : null;
        if (Whole(text.AsSpan(0, sign)) is not { } first || Whole(text.AsSpan(sign + 1)) is not { } second)
            return null;
        if (text[sign] == '+')
            return new LinePlace(first, second);
        return second < first ? null : new LinePlace(first, second - first + 1);
    }

    /// <summary>Reads the number of a value.</summary>
    public static LinePlace? OfValue(string text) => Whole(text) is { } number ? new LinePlace(number, 1) : null;

    private static int? Whole(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= Furthest ? number : null;
}

/// <summary>A column of a file of fixed width.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where its values stand.</param>
public sealed record FixedColumn(string Name, LinePlace Place);
