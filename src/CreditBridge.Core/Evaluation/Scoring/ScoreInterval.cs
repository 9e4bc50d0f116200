using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>Where the score could lie while inputs are missing, and which of them would tell most.</summary>
internal sealed class ScoreInterval
{
    private readonly ScorePolicy _policy;
    private readonly Rating[] _ratings = [];
    private readonly Expression? _formula;

    /// <summary>The interval of a score made of factors: every missing one at its worst and at its best, with the weights of the policy.</summary>
    public ScoreInterval(Situation situation, Rating[] ratings)
    {
        _policy = situation.Policy.Score;
        _ratings = ratings;
        (Lowest, Highest) = Ends([]);
    }

    /// <summary>The interval of a formula without a result: the whole scale.</summary>
    public ScoreInterval(Situation situation, Expression formula)
    {
        _policy = situation.Policy.Score;
        _formula = formula;
        (Lowest, Highest) = (_policy.Lowest, _policy.Highest);
    }

    /// <summary>The lowest score that is possible.</summary>
    public decimal Lowest { get; }

    /// <summary>The highest score that is possible.</summary>
    public decimal Highest { get; }

    /// <summary>
    /// The missing input whose knowledge narrows the interval most, whatever its value turns out to be; null when none does. An input settles a factor when nothing else
    /// that the factor needs is missing. It decides the band when each value that it can have leaves a single one, vetoes aside.
    /// </summary>
    public MostTelling? MostTelling(Situation situation)
    {
        if (_formula is not null)
            return MissingLeaves.Of(_formula.Inputs, situation) is [var only] ? new MostTelling(only.Name, Highest - Lowest, DecidesBand: true) : null;
        var settles = new SortedDictionary<int, (CreditInput Input, List<int> Factors)>();
        for (var i = 0; i < _ratings.Length; i++)
        {
            if (!_ratings[i].IsMissing || MissingLeaves.Of(_ratings[i].Factor.AllInputs, situation) is not [var leaf])
                continue;
            if (!settles.TryGetValue(leaf.Index, out var settled))
                settles[leaf.Index] = settled = (leaf, []);
            settled.Factors.Add(i);
        }

        MostTelling? best = null;
        foreach (var (input, factors) in settles.Values)
        {
            var candidate = Telling(input, factors, situation.Policy.Bands);
            if (candidate.Narrows > 0m && (best is null || candidate.Narrows > best.Narrows || (candidate.Narrows == best.Narrows && candidate.DecidesBand && !best.DecidesBand)))
                best = candidate;
        }

        return best;
    }

    private MostTelling Telling(CreditInput input, List<int> factors, IReadOnlyList<Band> bands)
    {
        var scenarios = PointScenarios.Of(input, [.. factors.Select(i => _ratings[i].Factor)], out var isComplete);
        var widest = 0m;
        var decides = isComplete || _ratings.Where((r, i) => r.IsMissing && !factors.Contains(i)).ToList().Count == 0;
        foreach (var points in scenarios)
        {
            var (lowest, highest) = Ends([.. factors.Select((factor, i) => (factor, points[i]))]);
            widest = Math.Max(widest, highest - lowest);
            decides &= Banding.Of(bands, lowest)?.Name == Banding.Of(bands, highest)?.Name;
        }

        return new MostTelling(input.Name, Highest - Lowest - widest, decides);
    }

    private (decimal Lowest, decimal Highest) Ends((int Factor, decimal Points)[] settled)
    {
        var fewest = new decimal[_ratings.Length];
        var most = new decimal[_ratings.Length];
        for (var i = 0; i < _ratings.Length; i++)
            (fewest[i], most[i]) = (_ratings[i].Fewest, _ratings[i].Most);
        foreach (var (factor, points) in settled)
            (fewest[factor], most[factor]) = (points, points);
        return (Scorer.Rounded(_policy, Scorer.Combine(_policy, fewest)), Scorer.Rounded(_policy, Scorer.Combine(_policy, most)));
    }
}
