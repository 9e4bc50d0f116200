namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// The distribution of a sum of amounts each of which comes or does not, independently: an exact convolution on a grid of a thousand steps. An amount between two steps is
/// split between them, so that the mean stays exact. Amounts are positive.
/// </summary>
internal sealed class AmountDistribution
{
    private const int Steps = 1000;

    private readonly double[] _share;
    private readonly double _step;
    private int _top;

    /// <summary>Begins with nothing.</summary>
    /// <param name="most">The sum of all amounts that can come.</param>
    public AmountDistribution(double most)
    {
        _step = most > 0d ? most / Steps : 1d;
        _share = new double[Steps + 2];
        _share[0] = 1d;
    }

    /// <summary>Adds an amount that comes with a probability.</summary>
    public void Add(double amount, double probability)
    {
        if (amount <= 0d || probability <= 0d)
            return;
        var whole = Math.Min((int)(amount / _step), Steps);
        var part = Math.Clamp(amount / _step - whole, 0d, 1d);
        var (stays, low, high) = (1d - probability, probability * (1d - part), probability * part);
        _top = Math.Min(_top + whole + 1, _share.Length - 1);
        for (var at = _top; at >= 0; at--)
            _share[at] = _share[at] * stays + At(at - whole) * low + At(at - whole - 1) * high;

        // From the top down: what is read here is not overwritten yet.
        double At(int place) => place < 0 ? 0d : _share[place];
    }

    /// <summary>The smallest sum that is not exceeded with a probability.</summary>
    public double Quantile(double probability)
    {
        var sum = 0d;
        for (var at = 0; at <= _top; at++)
        {
            sum += _share[at];
            if (sum >= probability - 1e-12)
                return at * _step;
        }

        return _top * _step;
    }
}
