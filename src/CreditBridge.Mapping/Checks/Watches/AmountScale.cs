using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Amounts that look as if they were written in cents, or in thousands.</summary>
internal static class AmountScale
{
    private const int EnoughToJudge = 20;

    public static IEnumerable<CheckFinding> Findings(string kind, Tallies amounts)
    {
        foreach (var (currency, tally) in amounts.All)
        {
            if (tally.Count < EnoughToJudge || currency.MinorUnits == 0)
                continue;
            if (tally.Whole == tally.Count && tally.Median >= 10_000)
            {
                yield return new CheckFinding($"{kind}.amounts", CheckStatus.Warning,
                    $"All {Figures.Of(tally.Count)} amounts in {currency} are whole numbers, and half of them are above {Figures.Of(tally.Median)}; they may be in cents.", "Compare one document with the other system, and declare the scale of the amount if it is so.");
            }
            else if (tally.TooFine * 4 > tally.Count && tally.Largest < 100_000)
            {
                yield return new CheckFinding($"{kind}.amounts", CheckStatus.Warning,
                    $"{Figures.Of(tally.TooFine)} of {Figures.Of(tally.Count)} amounts in {currency} have more than {currency.MinorUnits} decimals, and none is above {Figures.Of(tally.Largest)}; they may be in thousands.", "Compare one document with the other system, and declare the scale of the amount if it is so.");
            }
        }
    }
}
