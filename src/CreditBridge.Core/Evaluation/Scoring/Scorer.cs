using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>
/// Rates every factor and combines the points. When inputs are missing, the score also gets the interval that it could lie in: every missing factor at its worst and
/// at its best.
/// </summary>
internal static class Scorer
{
    /// <summary>The score; null when a factor that must not be missing is, or none is known at all.</summary>
    public static ScoreResult? Score(Situation situation)
    {
        var policy = situation.Policy.Score;
        var ratings = policy.Factors.Select(f => Rate(f, situation)).ToList();
        if (ratings.Exists(r => r.Points is null && r.Factor.Missing == MissingPolicy.Fail))
            return null;
        return policy.Combination == ScoreCombination.SumOfPoints ? Sum(policy, ratings, situation) : Weigh(policy, ratings, situation);
    }

    private static Rating Rate(Factor factor, Situation situation)
    {
        var reading = situation.Read(factor.Input);
        if (!reading.IsMissing && factor.Points.For(reading) is { } points)
            return new Rating(factor, reading, points, IsMissing: false);
        return new Rating(factor, reading, factor.Missing == MissingPolicy.Zero ? factor.Points.For(Reading.Of(0m)) : null, IsMissing: true);
    }

    private static ScoreResult? Sum(ScorePolicy policy, List<Rating> ratings, Situation situation)
    {
        if (ratings.TrueForAll(r => r.Points is null))
            return null;
        var known = ratings.Where(r => !r.IsMissing).Sum(r => r.Points!.Value);
        var missing = ratings.Where(r => r.IsMissing).ToList();
        return Result(policy, ratings.Sum(r => r.Points ?? 0m), known + missing.Sum(r => r.Factor.Points.Fewest), known + missing.Sum(r => r.Factor.Points.Most), missing.Count > 0,
            [.. ratings.Select(r => Step(r, r.Points is null ? 0m : r.Factor.Weight, situation))]);
    }

    private static ScoreResult? Weigh(ScorePolicy policy, List<Rating> ratings, Situation situation)
    {
        var present = ratings.Where(r => r.Points is not null).Sum(r => r.Factor.Weight);
        if (present == 0m)
            return null;
        var given = ratings.Where(r => r.Points is null && r.Factor.Missing == MissingPolicy.Reallocate).Sum(r => r.Factor.Weight);
        // w + w / present * given, as one division at the end, so that nothing is lost on the way.
        var score = ratings.Sum(r => r.Factor.Weight * (r.Points ?? 0m)) * (present + given) / (present * 100m);
        var known = ratings.Where(r => !r.IsMissing).Sum(r => r.Factor.Weight * r.Points!.Value);
        var missing = ratings.Where(r => r.IsMissing).ToList();
        var lowest = (known + missing.Sum(r => r.Factor.Weight * r.Factor.Points.Fewest)) / 100m;
        var highest = (known + missing.Sum(r => r.Factor.Weight * r.Factor.Points.Most)) / 100m;
        return Result(policy, score, lowest, highest, missing.Count > 0,
            [.. ratings.Select(r => Step(r, r.Points is null ? 0m : r.Factor.Weight * (present + given) / present, situation))]);
    }

    private static ScoreResult Result(ScorePolicy policy, decimal score, decimal lowest, decimal highest, bool isInterval, IReadOnlyList<ScoreStep> steps)
    {
        decimal Rounded(decimal value) => Math.Clamp(Math.Round(value, policy.Decimals, policy.Halves), policy.Lowest, policy.Highest);
        var value = Rounded(score);
        return isInterval
            ? new ScoreResult(value, steps) { Lowest = Math.Min(value, Rounded(lowest)), Highest = Math.Max(value, Rounded(highest)) }
            : new ScoreResult(value, steps);
    }

    private static ScoreStep Step(Rating rating, decimal weight, Situation situation) =>
        new(rating.Factor.Name, rating.Reading.IsMissing ? null : situation.Display(rating.Factor.Input), rating.Points ?? 0m, Math.Round(weight, 2, MidpointRounding.AwayFromZero), Note(rating));

    private static string? Note(Rating rating) => !rating.IsMissing ? null : rating.Factor.Missing switch
    {
        MissingPolicy.Zero => "missing; counts as 0",
        MissingPolicy.Ignore => "missing; gives no points",
        _ => "missing; its weight goes to the other factors",
    };

    private sealed record Rating(Factor Factor, Reading Reading, decimal? Points, bool IsMissing);
}
