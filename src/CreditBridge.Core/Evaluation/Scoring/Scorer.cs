using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>
/// Rates every factor and combines the points, or works out the formula. When inputs are missing, the score also gets the interval that it could lie in: every missing
/// factor at its worst and at its best.
/// </summary>
internal static class Scorer
{
    /// <summary>Sets score, band, vetoes, possible bands and the most telling input of a situation, and adds the reasons.</summary>
    public static void Apply(Situation situation)
    {
        var policy = situation.Policy.Score;
        if (policy.Formula is { } formula)
        {
            var unknown = situation.UnknownReads;
            var number = formula.Evaluate(situation).Number;
            if (situation.UnknownReads > unknown)
                (situation.ScoreIsUnknown, number) = (true, null);
            situation.Score = number is { } value ? new ScoreResult(Rounded(policy, value), []) : null;
            BandRules.Apply(situation, number is null ? new ScoreInterval(situation, formula) : null);
            return;
        }

        var ratings = new Rating[policy.Factors.Count];
        var anyMissing = false;
        var before = situation.UnknownReads;
        for (var i = 0; i < ratings.Length; i++)
        {
            ratings[i] = Rating.Of(policy.Factors[i], situation);
            anyMissing |= ratings[i].IsMissing;
        }

        // Whatever the policy makes of a missing input: it was written for what nobody knows, not for what is owed in another currency.
        situation.ScoreIsUnknown = situation.UnknownReads > before;
        var interval = anyMissing ? new ScoreInterval(situation, ratings) : null;
        situation.Score = Score(policy, ratings, interval, situation);
        BandRules.Apply(situation, interval);
    }

    /// <summary>A score on the policy's scale.</summary>
    public static decimal Rounded(ScorePolicy policy, decimal score) => Math.Clamp(Math.Round(score, policy.Decimals, policy.Halves), policy.Lowest, policy.Highest);

    /// <summary>What points come to, each factor with its own weight. Never falls when points rise.</summary>
    public static decimal Combine(ScorePolicy policy, decimal[] points)
    {
        var result = 0m;
        for (var i = 0; i < points.Length; i++)
        {
            result = policy.Combination switch
            {
                ScoreCombination.SumOfPoints => result + points[i],
                ScoreCombination.WorstOf => i == 0 ? points[i] : Worse(policy, result, points[i]),
                _ => result + policy.Factors[i].Weight * points[i],
            };
        }

        return policy.Combination == ScoreCombination.WeightedAverage ? result / 100m : result;
    }

    // Null when a factor that must not be missing is, one cannot be told for want of an exchange rate, or none is known at all.
    private static ScoreResult? Score(ScorePolicy policy, Rating[] ratings, ScoreInterval? interval, Situation situation)
    {
        if (situation.ScoreIsUnknown)
            return null;
        decimal present = 0m, given = 0m, sum = 0m;
        decimal? worst = null;
        foreach (var rating in ratings)
        {
            if (rating.Points is { } points)
            {
                present += rating.Factor.Weight;
                sum += rating.Factor.Weight * points;
                worst = worst is { } w ? Worse(policy, w, points) : points;
            }
            else if (rating.Factor.Missing == MissingPolicy.Fail)
            {
                return null;
            }
            else if (rating.Factor.Missing == MissingPolicy.Reallocate)
            {
                given += rating.Factor.Weight;
            }
        }

        if (worst is null)
            return null;
        // w + w / present * given, as one division at the end, so that nothing is lost on the way.
        var score = policy.Combination switch
        {
            ScoreCombination.SumOfPoints => sum,
            ScoreCombination.WorstOf => worst.Value,
            _ => sum * (present + given) / (present * 100m),
        };
        var share = policy.Combination == ScoreCombination.WeightedAverage ? (present + given) / present : 1m;
        var steps = new ScoreStep[ratings.Length];
        for (var i = 0; i < ratings.Length; i++)
            steps[i] = Step(ratings[i], share, situation);
        FactorReasons.Add(policy, ratings, share, worst.Value, situation);
        var result = Rounded(policy, score);
        return interval is null
            ? new ScoreResult(result, steps)
            : new ScoreResult(result, steps) { Lowest = Math.Min(result, interval.Lowest), Highest = Math.Max(result, interval.Highest) };
    }

    private static decimal Worse(ScorePolicy policy, decimal a, decimal b) => policy.Better == BetterScore.Higher ? Math.Min(a, b) : Math.Max(a, b);

    private static ScoreStep Step(Rating rating, decimal share, Situation situation)
    {
        var weight = rating.Points is null ? 0m : rating.Factor.Weight * share;
        return new ScoreStep(rating.Factor.Name, Display(rating, situation), rating.Points ?? 0m, Math.Round(weight, 2, MidpointRounding.AwayFromZero), Note(rating));
    }

    /// <summary>What was rated, for people; null when it is missing.</summary>
    public static string? Display(Rating rating, Situation situation) => rating.Reading.IsMissing ? null
        : rating.Factor.Input is { } input ? situation.Display(input)
        : rating.Factor.Value.Type == ExpressionType.Amount && rating.Reading.Number is { } amount ? new Money(amount, situation.Facts.Currency).ToDisplay()
        : rating.Reading.ToString();

    private static string? Note(Rating rating) => !rating.IsMissing ? null : rating.Factor.Missing switch
    {
        MissingPolicy.Zero => "missing; counts as 0",
        MissingPolicy.Ignore => "missing; gives no points",
        _ => "missing; its weight goes to the other factors",
    };
}
