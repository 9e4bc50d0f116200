using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>Says what each factor cost: by how many points the score would be better if this factor alone were at its best.</summary>
internal static class FactorReasons
{
    public static void Add(ScorePolicy policy, Rating[] ratings, decimal share, decimal worst, Situation situation)
    {
        for (var i = 0; i < ratings.Length; i++)
        {
            var rating = ratings[i];
            // The weight of a missing factor went to the others: it cost nothing.
            if (rating.Points is null && rating.Factor.Missing == MissingPolicy.Reallocate)
                continue;
            var best = policy.Better == BetterScore.Higher ? rating.Factor.Points.Most : rating.Factor.Points.Fewest;
            var lost = Math.Abs(best - (rating.Points ?? 0m));
            var cost = policy.Combination switch
            {
                ScoreCombination.SumOfPoints => lost,
                ScoreCombination.WorstOf => rating.Points == worst ? Gap(policy, ratings, i, best, worst) : 0m,
                _ => rating.Factor.Weight * (rating.Points is null ? 1m : share) * lost / 100m,
            };
            cost = Math.Round(cost, 2, MidpointRounding.AwayFromZero);
            if (cost > 0m)
                situation.Reasons.Add($"factor:{rating.Factor.Name}", rating.Factor.Words, Words(rating, best, situation), cost, situation);
        }
    }

    // Where the worst factor counts, the next worst takes its place.
    private static decimal Gap(ScorePolicy policy, Rating[] ratings, int index, decimal best, decimal worst)
    {
        var next = best;
        for (var i = 0; i < ratings.Length; i++)
        {
            if (i != index && ratings[i].Points is { } points)
                next = policy.Better == BetterScore.Higher ? Math.Min(next, points) : Math.Max(next, points);
        }

        return Math.Abs(next - worst);
    }

    private static string Words(Rating rating, decimal best, Situation situation) =>
        $"{rating.Factor.Name}: {rating.Factor.Value.Text} is {Scorer.Display(rating, situation) ?? "unknown"}, which gives {SectionReader.Plain(rating.Points ?? 0m)} points; the best is {SectionReader.Plain(best)}.";
}
