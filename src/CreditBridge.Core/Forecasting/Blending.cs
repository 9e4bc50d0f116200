namespace CreditBridge.Core.Forecasting;

/// <summary>
/// How forecasts of one horizon are weighed against each other (Bates and Granger's combination): by the inverse of their mean squared relative error in forecasts of which
/// is known what came. Deals that pile up do not close faster only because there are more of them; the recent rate knows that, the chances per deal do not.
/// </summary>
internal sealed class Blending
{
    /// <summary>What is weighed. Stage probabilities are not: they leave out deals to come.</summary>
    public static readonly IReadOnlyList<ForecastModel> Members = [ForecastModel.Hazard, ForecastModel.RunRate, ForecastModel.SeasonalNaive];

    // Before anything can be compared all weigh the same: an error of 15 %, worth three horizons.
    private const double Prior = 0.15;
    private const double PriorWeight = 3;

    private readonly Dictionary<ForecastModel, (double Sum, double Weight)> _errors = [];

    /// <summary>The weights of the members that said something; they add up to 1.</summary>
    public IReadOnlyDictionary<ForecastModel, double> Weights(IEnumerable<ForecastModel> said)
    {
        var inverse = Members.Intersect(said).ToDictionary(m => m, m => 1 / Error(m));
        var sum = inverse.Values.Sum();
        return inverse.ToDictionary(w => w.Key, w => w.Value / sum);
    }

    /// <summary>Counts a forecast of which is known what came.</summary>
    public void Add(ForecastModel model, double mean, double actual, double weight)
    {
        if (actual + mean < 1)
            return;
        var error = (mean - actual) / ((actual + mean) / 2);
        var (sum, all) = _errors.GetValueOrDefault(model);
        _errors[model] = (sum + (weight * error * error), all + weight);
    }

    private double Error(ForecastModel model)
    {
        var (sum, weight) = _errors.GetValueOrDefault(model);
        return ((PriorWeight * Prior * Prior) + sum) / (PriorWeight + weight);
    }
}
