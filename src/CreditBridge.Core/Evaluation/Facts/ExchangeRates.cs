using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// Converts amounts with the dated rates of a file: by the direct rate, else by the inverse of the opposite one, else over the policy's currency. Keeps account of
/// which rates were used and which were missing.
/// </summary>
internal sealed class ExchangeRates
{
    private readonly Dictionary<(CurrencyCode From, CurrencyCode To), (decimal Rate, DateOnly ValidFrom)> _rates = [];
    private readonly Dictionary<(CurrencyCode From, CurrencyCode To), RateUsed?> _factors = [];
    private readonly CurrencyCode _pivot;

    /// <summary>Takes the newest rate of each pair that has come into force.</summary>
    /// <param name="rates">Dated rates, in any order.</param>
    /// <param name="pivot">The currency over which a pair without a rate of its own is converted.</param>
    /// <param name="time">Tells which rates are in force.</param>
    public ExchangeRates(IEnumerable<ExchangeRateRecord> rates, CurrencyCode pivot, Horizon time)
    {
        _pivot = pivot;
        foreach (var rate in rates)
        {
            if (rate.Rate <= 0m || !time.HasCome(rate.ValidFrom))
                continue;
            if (!_rates.TryGetValue((rate.From, rate.To), out var known) || known.ValidFrom < rate.ValidFrom)
                _rates[(rate.From, rate.To)] = (rate.Rate, rate.ValidFrom);
        }
    }

    /// <summary>The amount in another currency; null when no rate leads there.</summary>
    public decimal? Convert(decimal amount, CurrencyCode from, CurrencyCode to) =>
        from == to || amount == 0m ? amount : Factor(from, to) is { } used ? Bounded.Multiply(amount, used.Rate) ?? Math.Sign(amount) * Bounded.LargestAmount : null;

    /// <summary>The same for what is only compared with: neither the rate nor its absence is reported.</summary>
    public decimal? ConvertQuietly(decimal amount, CurrencyCode from, CurrencyCode to) =>
        from == to || amount == 0m ? amount : Find(from, to) is { } found ? Bounded.Multiply(amount, found.Rate) ?? Math.Sign(amount) * Bounded.LargestAmount : null;

    /// <summary>The rates that conversions were made with, by currency.</summary>
    public IReadOnlyList<RateUsed> Used => _factors.Count == 0 ? [] :
        [.. _factors.Values.OfType<RateUsed>().OrderBy(r => r.From.ToString(), StringComparer.Ordinal).ThenBy(r => r.To.ToString(), StringComparer.Ordinal)];

    /// <summary>The pairs for which a rate was wanted and none was found.</summary>
    public IReadOnlyList<(CurrencyCode From, CurrencyCode To)> Missing => _factors.Count == 0 ? [] :
        [.. _factors.Where(f => f.Value is null).Select(f => f.Key).OrderBy(p => p.From.ToString(), StringComparer.Ordinal).ThenBy(p => p.To.ToString(), StringComparer.Ordinal)];

    private RateUsed? Factor(CurrencyCode from, CurrencyCode to)
    {
        if (!_factors.TryGetValue((from, to), out var factor))
            _factors[(from, to)] = factor = Find(from, to);
        return factor;
    }

    private RateUsed? Find(CurrencyCode from, CurrencyCode to)
    {
        if (OneStep(from, to) is { } direct)
            return direct;
        return from != _pivot && to != _pivot && OneStep(from, _pivot) is { } first && OneStep(_pivot, to) is { } second && Bounded.Multiply(first.Rate, second.Rate) is > 0m and var rate
            ? new RateUsed(from, to, rate, first.ValidFrom < second.ValidFrom ? first.ValidFrom : second.ValidFrom, $"over {_pivot}")
            : null;
    }

    private RateUsed? OneStep(CurrencyCode from, CurrencyCode to) =>
        _rates.TryGetValue((from, to), out var direct) ? new RateUsed(from, to, direct.Rate, direct.ValidFrom, "direct")
        : _rates.TryGetValue((to, from), out var opposite) && Bounded.Divide(1m, opposite.Rate) is > 0m and var inverse ? new RateUsed(from, to, inverse, opposite.ValidFrom, "inverse")
        : null;
}
