using System.Globalization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>The outlook in plain words.</summary>
internal static class HeadroomWords
{
    public static string Of(HeadroomForecast forecast) => forecast.Outlook switch
    {
        HeadroomOutlook.Over => forecast.Limit.Kind == CreditLimitKind.None
            ? $"No credit is granted, and {Display(forecast, forecast.Exposure ?? 0m)} is owed."
            : $"The limit is exceeded today by {Display(forecast, forecast.Expected!.Over)}.",
        HeadroomOutlook.Breaks when forecast.Limit.Kind == CreditLimitKind.None => $"No credit is granted: {By(forecast.Expected!)} breaks it at once, on {Day(forecast.Expected!.On)}.",
        HeadroomOutlook.Breaks => $"The headroom is expected to be used up on {Day(forecast.Expected!.On)} by {By(forecast.Expected)}, {Display(forecast, forecast.Expected.Over)} over.{AtWorst(forecast)}",
        HeadroomOutlook.MayBreak when forecast.Worst is { } worst =>
            $"The headroom is expected to last. If every deal is won and customers pay late, {By(worst)} uses it up on {Day(worst.On)} ({Percent(forecast.BreakProbability)} likely).",
        HeadroomOutlook.MayBreak => $"The headroom is expected to last; it is used up with a probability of {Percent(forecast.BreakProbability)}.",
        _ => "The headroom lasts, also if every deal is won and each invoice is paid as late as one in ten."
            + (forecast.DealsLeftOut == 0 ? "" : $" That is without {forecast.DealsLeftOut} open {(forecast.DealsLeftOut == 1 ? "deal whose amount is" : "deals whose amounts are")} not known."),
    };

    private static string AtWorst(HeadroomForecast forecast) => forecast.Worst is { } worst && worst.On < forecast.Expected!.On
        ? $" At worst, if every deal is won and customers pay late, on {Day(worst.On)} by {By(worst)}." : "";

    private static string By(HeadroomBreak found) => found.Cause == BreakCause.Deal ? $"deal '{found.By}'" : found.Cause == BreakCause.LimitChange ? $"a smaller limit ({found.By})" : found.By;

    private static string Display(HeadroomForecast forecast, decimal amount) => new Money(amount, forecast.Currency).ToDisplay();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Percent(double? probability) => probability switch
    {
        null => "unknown",
        0d => "less than 1 %",
        { } p when p < 0.01d => "less than 1 %",
        { } p => $"{Math.Round(p * 100d):0} %",
    };
}
