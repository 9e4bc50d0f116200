using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>What a factor says about the customer.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Reading">What it rated.</param>
/// <param name="Points">Its points; null when it has none.</param>
/// <param name="IsMissing">Whether the value, or its points, are not known.</param>
internal readonly record struct Rating(Factor Factor, Reading Reading, decimal? Points, bool IsMissing)
{
    /// <summary>The fewest points that it can turn out to have.</summary>
    public decimal Fewest => IsMissing ? Factor.Points.Fewest : Points!.Value;

    /// <summary>The most points that it can turn out to have.</summary>
    public decimal Most => IsMissing ? Factor.Points.Most : Points!.Value;

    /// <summary>Rates a factor.</summary>
    public static Rating Of(Factor factor, Situation situation)
    {
        var reading = factor.Value.ReadAsPart(situation);
        if (!reading.IsMissing && factor.Points.For(InPolicy(reading, factor, situation), situation) is { } points)
            return new Rating(factor, reading, points, IsMissing: false);
        NoteMissing(factor, situation);
        return new Rating(factor, reading, factor.Missing == MissingPolicy.Zero ? AsZero(factor, situation) : null, IsMissing: true);
    }

    // Tables of points for amounts are in the policy's currency.
    private static Reading InPolicy(Reading reading, Factor factor, Situation situation) =>
        factor.Value.Type == ExpressionType.Amount && reading.Number is { } amount ? Reading.Of(situation.ToPolicy(amount)) : reading;

    // What is rated counts as 0; in a formula of points, every missing number does.
    private static decimal? AsZero(Factor factor, Situation situation)
    {
        situation.MissingCountsAsZero = true;
        var points = factor.Points.For(Reading.Of(0m), situation);
        situation.MissingCountsAsZero = false;
        return points ?? Math.Clamp(0m, factor.Points.Fewest, factor.Points.Most);
    }

    private static void NoteMissing(Factor factor, Situation situation)
    {
        var missing = new List<string>();
        foreach (var input in factor.AllInputs)
        {
            if (situation.IsMissing(input))
                missing.Add(NoteList.Name(input, situation));
        }

        if (missing.Count > 0)
            situation.Note("input_missing", $"Factor '{factor.Name}' cannot be rated without {string.Join(", ", missing)}: {Consequence(factor.Missing)}.");
    }

    private static string Consequence(MissingPolicy missing) => missing switch
    {
        MissingPolicy.Fail => "there is no score",
        MissingPolicy.Zero => "it counts as 0",
        MissingPolicy.Ignore => "it gives no points",
        _ => "its weight goes to the other factors",
    };
}
