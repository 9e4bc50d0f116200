using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Counterfactuals;

/// <summary>A value of an input at which an aspect of the answer is different, and nearer to today's value than any other that was found.</summary>
/// <param name="Aspect">What is different.</param>
/// <param name="Value">The value.</param>
/// <param name="IsBound">Whether the policy's own number is the bound: then the value itself is not included.</param>
/// <param name="Then">Where the account would stand.</param>
internal sealed record Flip(Aspect Aspect, decimal Value, bool IsBound, Standing Then);

/// <summary>
/// Moves a single input away from today's value, over the policy's own numbers and then in growing steps, and evaluates the account at each stop. Between the last stop
/// without and the first with another answer the bound is found by halving. Every result was evaluated.
/// </summary>
internal sealed class ThresholdSearch(CreditFile file, Situation now, Standing standing, int mostEvaluations)
{
    private const decimal Farthest = 1_000_000_000m;

    private readonly CreditPolicy _policy = now.Policy;
    private int _left = mostEvaluations;

    /// <summary>The nearest values at which the answer flips, in one direction.</summary>
    /// <param name="input">The input.</param>
    /// <param name="current">Its value today.</param>
    /// <param name="direction">1 for higher, -1 for lower values.</param>
    public IReadOnlyList<Flip> Flips(CreditInput input, decimal current, int direction)
    {
        var bounds = Thresholds.Of(input, now);
        var flips = new List<Flip>();
        var last = current;
        foreach (var stop in Stops(input, current, direction, bounds))
        {
            if (flips.Count == Standing.Aspects.Count || Evaluate(input, stop) is not { } then)
                break;
            foreach (var aspect in Standing.Aspects)
            {
                if (then.Rank(aspect) != standing.Rank(aspect) && !flips.Exists(f => f.Aspect == aspect))
                    flips.Add(Nearest(input, aspect, last, stop, then, bounds, direction));
            }

            last = stop;
        }

        return flips;
    }

    private Flip Nearest(CreditInput input, Aspect aspect, decimal without, decimal with, Standing then, HashSet<decimal> bounds, int direction)
    {
        var (step, decimals) = Resolution(input);
        while (Math.Abs(with - without) > step)
        {
            var middle = Math.Round((with + without) / 2m, decimals, MidpointRounding.AwayFromZero);
            if (middle == with || middle == without || Evaluate(input, middle) is not { } there)
                break;
            if (there.Rank(aspect) != standing.Rank(aspect))
                (with, then) = (middle, there);
            else
                without = middle;
        }

        // One step beyond a number of the policy: "above 15", not "at least 15.01".
        var bound = with - direction * step;
        return !bounds.Contains(with) && bounds.Contains(bound) ? new Flip(aspect, bound, IsBound: true, then) : new Flip(aspect, with, IsBound: false, then);
    }

    private Standing? Evaluate(CreditInput input, decimal value)
    {
        if (_left-- <= 0)
            return null;
        var given = new Dictionary<CreditInput, Reading> { [input] = Reading.Of(value) };
        return Standing.Of(CreditEvaluator.Decide(file, _policy, given, isTrial: true), _policy);
    }

    private static IEnumerable<decimal> Stops(CreditInput input, decimal current, int direction, HashSet<decimal> bounds)
    {
        var (step, decimals) = Resolution(input);
        var stops = new SortedSet<decimal>();
        foreach (var bound in bounds)
        {
            stops.Add(bound);
            stops.Add(bound + step);
            stops.Add(bound - step);
        }

        foreach (var factor in (decimal[])[0m, 0.5m, 0.9m, 1.1m, 2m, 10m])
            stops.Add(Math.Round(Math.Clamp(current, -Farthest, Farthest) * factor, decimals, MidpointRounding.AwayFromZero));
        stops.UnionWith([1m, -1m, 100m, -100m, 10_000m, -10_000m, 1_000_000m, -1_000_000m]);
        if (input.Lowest is { } lowest)
            stops.Add(lowest);
        if (input.Highest is { } highest)
            stops.Add(highest);
        var possible = stops.Where(s => !(s < input.Lowest) && !(s > input.Highest) && Math.Abs(s) <= Farthest);
        return direction > 0 ? possible.Where(s => s > current) : possible.Where(s => s < current).Reverse();
    }

    private static (decimal Step, int Decimals) Resolution(CreditInput input) => input.Unit switch
    {
        // Money by whole units: nobody steers by cents.
        InputUnit.Count or InputUnit.Months or InputUnit.Amount => (1m, 0),
        InputUnit.Percent or InputUnit.Days or InputUnit.Points => (0.01m, 2),
        _ => (0.0001m, 4),
    };
}
