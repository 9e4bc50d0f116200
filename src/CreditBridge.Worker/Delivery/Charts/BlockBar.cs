using CreditBridge.Core.Forecasting;

namespace CreditBridge.Worker.Delivery.Charts;

/// <summary>A bar of text: full up to P10, dense up to the expected number, light up to P90.</summary>
internal static class BlockBar
{
    /// <summary>The bar.</summary>
    /// <param name="range">What it shows.</param>
    /// <param name="most">The number at which the bar is as long as it may be.</param>
    /// <param name="width">The most characters.</param>
    public static string Of(ForecastRange range, double most, int width)
    {
        var (sure, expected, possible) = Parts(range, most, width);
        return new string('█', sure) + new string('▓', expected) + new string('░', possible);
    }

    /// <summary>Lengths of the three pieces.</summary>
    public static (int Sure, int Expected, int Possible) Parts(ForecastRange range, double most, int width)
    {
        if (!(most > 0))
            return (0, 0, 0);
        var sure = At(range.P10);
        var expected = Math.Max(sure, At(range.Expected));
        var possible = Math.Max(expected, At(range.P90));
        return (sure, expected - sure, possible - expected);

        int At(double value) => (int)Math.Clamp(Math.Round(width * value / most, MidpointRounding.AwayFromZero), 0, width);
    }
}
