using System.Globalization;
using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Amounts that look as if they were written in cents, in thousands, or as binary fractions.</summary>
internal static class AmountScale
{
    private const int EnoughToJudge = 20;

    public static IEnumerable<CheckFinding> Findings(string kind, Tallies amounts)
    {
        foreach (var (currency, tally) in amounts.All)
        {
            var isEnough = tally.Count >= EnoughToJudge && currency.MinorUnits > 0;
            if (isEnough && tally.Whole == tally.Count && tally.Median >= 10_000)
            {
                yield return new CheckFinding($"{kind}.amounts", CheckStatus.Warning,
                    $"All {Figures.Of(tally.Count)} amounts in {currency} are whole numbers, and half of them are above {Figures.Of(tally.Median)}; they may be in cents.", "Compare one document with the other system, and declare the scale of the amount if it is so.");
            }
            else if (isEnough && tally.TooFine * 4 > tally.Count && tally.Largest < 100_000)
            {
                yield return new CheckFinding($"{kind}.amounts", CheckStatus.Warning,
                    $"{Figures.Of(tally.TooFine)} of {Figures.Of(tally.Count)} amounts in {currency} have more than {currency.MinorUnits} decimals, and none is above {Figures.Of(tally.Largest)}; they may be in thousands.", "Compare one document with the other system, and declare the scale of the amount if it is so.");
            }
            else if (tally.TooFine > 0)
            {
                yield return new CheckFinding($"{kind}.amounts", CheckStatus.Warning,
                    $"{Figures.Of(tally.TooFine)} of {Figures.Of(tally.Count)} amounts in {currency} have fractions of a cent, such as {tally.Odd.ToString(CultureInfo.InvariantCulture)}: the column of the amount is probably a floating-point one.",
                    "Give exact amounts: in a query such as CAST(amount AS numeric(14,2)) or ROUND(amount, 2), with the currency's own decimals.");
            }
        }
    }
}
