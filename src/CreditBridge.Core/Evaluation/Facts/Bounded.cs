namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// Arithmetic that has a defined outcome for absurd numbers. Amounts are cut to ± 10^15 and six decimals on their way in, which leaves room for sums of any number
/// of them, so that an overflow can only come out of a product or quotient; those answer "unknown" instead of failing.
/// </summary>
internal static class Bounded
{
    /// <summary>The largest amount that is taken at face value, in any currency.</summary>
    public const decimal LargestAmount = 1_000_000_000_000_000m;

    private const int Decimals = 6;

    /// <summary>The amount within bounds; <paramref name="cut"/> tells that it was not.</summary>
    public static decimal Amount(decimal amount, out bool cut)
    {
        cut = amount is > LargestAmount or < -LargestAmount;
        if (!cut && amount.Scale <= Decimals)
            return amount;
        return Math.Round(Math.Clamp(amount, -LargestAmount, LargestAmount), Decimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>The sum; null when it cannot be held.</summary>
    public static decimal? Add(decimal a, decimal b)
    {
        try
        {
            return a + b;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The product; null when it cannot be held.</summary>
    public static decimal? Multiply(decimal a, decimal b)
    {
        try
        {
            return a * b;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The quotient; null when the divisor is zero or the result cannot be held.</summary>
    public static decimal? Divide(decimal a, decimal b)
    {
        try
        {
            return b == 0m ? null : a / b;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>How many percent of the whole the part is, rounded to four decimals; null when the whole is not above zero.</summary>
    public static decimal? Percent(decimal part, decimal whole) =>
        whole > 0m && Divide(part, whole) is { } share && Multiply(share, 100m) is { } percent ? Math.Round(percent, 4, MidpointRounding.AwayFromZero) : null;

    /// <summary>A later or earlier day, at the ends of the calendar the last one there is.</summary>
    public static DateOnly AddDays(DateOnly day, int days) =>
        DateOnly.FromDayNumber((int)Math.Clamp((long)day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
