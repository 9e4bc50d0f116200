namespace CreditBridge.Core.Forecasting;

/// <summary>Quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>The quantile, to four and a half decimals (Abramowitz and Stegun 26.2.23).</summary>
    public static double At(double share)
    {
        share = Math.Clamp(share, 1e-9, 1 - 1e-9);
        var t = Math.Sqrt(-2 * Math.Log(Math.Min(share, 1 - share)));
        var value = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        return share < 0.5 ? -value : value;
    }
}
