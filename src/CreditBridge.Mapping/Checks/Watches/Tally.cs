using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Amounts of one currency, added up while they pass by.</summary>
internal sealed class Tally
{
    private const int SampleSize = 1001;
    private readonly List<decimal> _sample = [];

    public long Count { get; private set; }

    /// <summary>Sum of what is above zero.</summary>
    public decimal Plus { get; private set; }

    /// <summary>Sum of what is below zero.</summary>
    public decimal Minus { get; private set; }

    public decimal Net => Plus + Minus;

    public decimal Largest { get; private set; }

    /// <summary>Amounts without a fraction.</summary>
    public long Whole { get; private set; }

    /// <summary>Amounts with more digits than the currency has.</summary>
    public long TooFine { get; private set; }

    /// <summary>One of these.</summary>
    public decimal Odd { get; private set; }

    /// <summary>The amount in the middle, of the first thousand or so.</summary>
    public decimal Median => _sample.Count == 0 ? 0 : _sample.Order().ElementAt(_sample.Count / 2);

    public void Add(Money money)
    {
        Count++;
        if (money.Amount > 0)
            Plus += money.Amount;
        else
            Minus += money.Amount;
        var size = Math.Abs(money.Amount);
        Largest = Math.Max(Largest, size);
        if (decimal.Truncate(size) == size)
            Whole++;
        else if (money.Round().Amount != money.Amount)
        {
            TooFine++;
            Odd = money.Amount;
        }

        if (_sample.Count < SampleSize)
            _sample.Add(size);
    }
}

/// <summary>Tallies by currency.</summary>
internal sealed class Tallies
{
    private readonly SortedDictionary<string, (CurrencyCode Currency, Tally Tally)> _byCode = new(StringComparer.Ordinal);

    public IEnumerable<(CurrencyCode Currency, Tally Tally)> All => _byCode.Values;

    public Tally? Of(CurrencyCode currency) => _byCode.TryGetValue(currency.Code, out var known) ? known.Tally : null;

    public void Add(Money money)
    {
        if (!_byCode.TryGetValue(money.Currency.Code, out var known))
            _byCode[money.Currency.Code] = known = (money.Currency, new Tally());
        known.Tally.Add(money);
    }

    /// <summary>Counts and sums by currency.</summary>
    /// <param name="what">What is counted, for the heading.</param>
    public CheckTable Table(string what) => new(
        ["Currency", what, "In sum", "Half are below", "Largest"],
        [.. _byCode.Values.Select(c => new[] { c.Currency.Code, Figures.Of(c.Tally.Count), Figures.Of(c.Tally.Net), Figures.Of(c.Tally.Median), Figures.Of(c.Tally.Largest) })]);

    /// <summary>The sums for people, the largest first: <c>EUR 1,250.00, USD 12.00</c>.</summary>
    public string Net() => _byCode.Count == 0 ? "nothing" : string.Join(", ", _byCode.Values.OrderByDescending(t => t.Tally.Count).Take(4).Select(t => $"{t.Currency} {Figures.Of(t.Tally.Net)}")) + (_byCode.Count > 4 ? ", …" : "");
}
