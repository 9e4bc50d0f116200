namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// By how much each value of a trait raises or lowers the odds of being paid late, compared within customers: a trait that only slow payers have is not blamed for them.
/// Each value is held back by some invoices that show no effect.
/// </summary>
internal sealed class TraitEffects
{
    private const int Rounds = 12;
    private const double LargestEffect = 4d;

    private readonly Dictionary<string, double>[] _effects;

    private TraitEffects(Dictionary<string, double>[] effects) => _effects = effects;

    /// <summary>What raises or lowers the odds of all customers with a usual day alike, as a logarithm: by it, as many are expected to be late as were.</summary>
    public double Level { get; private set; }

    /// <summary>No trait has an effect.</summary>
    public static TraitEffects None { get; } = new([]);

    /// <summary>Every value and its effect on the odds of being late, by trait: 2 doubles them.</summary>
    public IEnumerable<(int Trait, string Value, double Odds)> All =>
        _effects.SelectMany((effects, trait) => effects.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (trait, e.Key, Math.Exp(e.Value))));

    /// <summary>The effect of all traits of an invoice together, as a logarithm of the odds.</summary>
    public double Of(IReadOnlyList<string> traits)
    {
        var sum = 0d;
        for (var at = 0; at < _effects.Length && at < traits.Count; at++)
            sum += _effects[at].GetValueOrDefault(traits[at]);
        return Math.Clamp(sum, -LargestEffect, LargestEffect);
    }

    /// <summary>Learns the effects.</summary>
    /// <param name="cells">For each customer and combination of values: the customer's own log odds of being late, and how many of the invoices were.</param>
    /// <param name="traits">How many traits there are.</param>
    /// <param name="share">Share of all invoices that were late.</param>
    /// <param name="heldBackBy">By how many invoices without an effect each value, and the level, is held back.</param>
    /// <param name="withLevel">Whether a level is learned too.</param>
    public static TraitEffects Learn(IReadOnlyList<TraitCell> cells, int traits, double share, double heldBackBy, bool withLevel)
    {
        if (cells.Count == 0)
            return None;
        var result = new TraitEffects([.. Enumerable.Range(0, traits).Select(_ => new Dictionary<string, double>(StringComparer.Ordinal))]);
        var penalty = Math.Max(1e-6, heldBackBy * share * (1d - share));
        for (var round = 0; round < Rounds; round++)
        {
            if (withLevel)
                result.Level = Math.Clamp(result.Level + Step(cells, result.Level), -LargestEffect, LargestEffect);
            for (var trait = 0; trait < traits; trait++)
            {
                var at = trait;
                foreach (var cellsOfValue in cells.Where(c => at < c.Traits.Count).GroupBy(c => c.Traits[at], StringComparer.Ordinal))
                {
                    var effect = result._effects[at].GetValueOrDefault(cellsOfValue.Key);
                    result._effects[at][cellsOfValue.Key] = Math.Clamp(effect + Step(cellsOfValue, effect), -LargestEffect, LargestEffect);
                }
            }
        }

        return result;

        // Newton's method, for one effect at a time.
        double Step(IEnumerable<TraitCell> some, double effect)
        {
            var (slope, curvature) = (-penalty * effect, penalty);
            foreach (var cell in some)
            {
                var expected = 1d / (1d + Math.Exp(-cell.CustomerLogOdds - result.Level - result.Of(cell.Traits)));
                slope += cell.Late - cell.Count * expected;
                curvature += cell.Count * expected * (1d - expected);
            }

            return slope / curvature;
        }
    }
}

/// <summary>Invoices of one customer that have the same traits.</summary>
/// <param name="Traits">Their traits.</param>
/// <param name="CustomerLogOdds">Log odds of being late for the customer as a whole.</param>
/// <param name="Count">How many they are, by weight.</param>
/// <param name="Late">How many of them were late, by weight.</param>
internal readonly record struct TraitCell(IReadOnlyList<string> Traits, double CustomerLogOdds, double Count, double Late);
