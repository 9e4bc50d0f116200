namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// The distribution of a sum of amounts each of which comes or does not, independently. Exact while there are at most a thousand different sums; then a convolution on a grid of as many
/// steps, where an amount between two steps is split between them, so that the mean stays exact. Amounts are positive.
/// </summary>
internal sealed class AmountDistribution
{
    private const int Steps = 1000;

    private readonly double[] _share;
    private readonly double _step;
    private SortedDictionary<decimal, double>? _sums = new() { [0m] = 1d };
    private int _top;

    /// <summary>Begins with nothing.</summary>
    /// <param name="most">The sum of all amounts that can come.</param>
    public AmountDistribution(decimal most)
    {
        _step = most > 0m ? (double)most / Steps : 1d;
        _share = new double[Steps + 2];
    }

    /// <summary>Adds an amount that comes with a probability.</summary>
    public void Add(decimal amount, double probability)
    {
        if (amount <= 0m || probability <= 0d)
            return;
        if (_sums is not null && !AddExactly(amount, probability))
            ToGrid();
        if (_sums is null)
            AddToGrid((double)amount, probability);
    }

    /// <summary>The smallest sum that is not exceeded with a probability; on the grid rounded to what the grid can tell.</summary>
    public decimal Quantile(double probability)
    {
        var (sum, last) = (0d, 0m);
        foreach (var (amount, share) in All())
        {
            (sum, last) = (sum + share, amount);
            if (sum >= probability - 1e-12)
                break;
        }

        return _sums is null ? Rounded(last) : last;
    }

    /// <summary>The chance of a sum above an amount, and the mean of such sums; 0 for none.</summary>
    public (double Chance, decimal Mean) Above(decimal amount) => Mean(All().Where(s => s.Amount > amount));

    /// <summary>The chance of a sum below an amount, and the mean of such sums; 0 for none.</summary>
    public (double Chance, decimal Mean) Below(decimal amount) => Mean(All().Where(s => s.Amount < amount));

    private static (double, decimal) Mean(IEnumerable<(decimal Amount, double Share)> sums)
    {
        var (chance, total) = (0d, 0d);
        foreach (var (amount, share) in sums)
            (chance, total) = (chance + share, total + ((double)amount * share));
        return chance > 0d ? (chance, (decimal)(total / chance)) : (0d, 0m);
    }

    private IEnumerable<(decimal Amount, double Share)> All() =>
        _sums is not null ? _sums.Select(s => (s.Key, s.Value)) : Enumerable.Range(0, _top + 1).Where(at => _share[at] > 0d).Select(at => ((decimal)(at * _step), _share[at]));

    // The whole below the step: 96,300 of steps of 960.
    private decimal Rounded(decimal amount)
    {
        var unit = (decimal)Math.Max(0.01, Math.Pow(10, Math.Floor(Math.Log10(_step))));
        return Math.Round(amount / unit, MidpointRounding.AwayFromZero) * unit;
    }

    // False, and nothing is added, when there would be too many sums.
    private bool AddExactly(decimal amount, double probability)
    {
        var next = new SortedDictionary<decimal, double>();
        foreach (var (sum, share) in _sums!)
        {
            if (probability < 1d)
                next[sum] = next.GetValueOrDefault(sum) + (share * (1d - probability));
            next[sum + amount] = next.GetValueOrDefault(sum + amount) + (share * probability);
            if (next.Count > Steps)
                return false;
        }

        _sums = next;
        return true;
    }

    private void ToGrid()
    {
        foreach (var (sum, share) in _sums!)
        {
            var (whole, part) = Place((double)sum);
            _share[whole] += share * (1d - part);
            _share[whole + 1] += share * part;
            _top = Math.Max(_top, whole + 1);
        }

        _sums = null;
    }

    private void AddToGrid(double amount, double probability)
    {
        var (whole, part) = Place(amount);
        var (stays, low, high) = (1d - probability, probability * (1d - part), probability * part);
        _top = Math.Min(_top + whole + 1, _share.Length - 1);
        for (var at = _top; at >= 0; at--)
            _share[at] = _share[at] * stays + At(at - whole) * low + At(at - whole - 1) * high;

        // From the top down: what is read here is not overwritten yet.
        double At(int place) => place < 0 ? 0d : _share[place];
    }

    private (int Whole, double Part) Place(double amount)
    {
        var whole = Math.Min((int)(amount / _step), Steps);
        return (whole, Math.Clamp((amount / _step) - whole, 0d, 1d));
    }
}
