using System.Globalization;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>What the org says about its API calls of the last 24 hours, all clients together.</summary>
/// <param name="Used">Calls used.</param>
/// <param name="Allowed">Calls allowed.</param>
internal sealed record LimitInfo(long Used, long Allowed)
{
    /// <summary>
    /// Reads the header <c>Sforce-Limit-Info</c>, such as <c>api-usage=25/5000; per-app-api-usage=17/250(appName=x)</c>. Parts that it does not know are skipped:
    /// the header has grown over the years and will grow further. Null when the part that counts is not there.
    /// </summary>
    public static LimitInfo? Parse(string? header)
    {
        foreach (var part in (header ?? "").Split([';', ','], StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is ["api-usage", var numbers]
                && numbers.Split('/') is [var used, var allowed]
                && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var usedCalls)
                && long.TryParse(allowed, NumberStyles.None, CultureInfo.InvariantCulture, out var allowedCalls))
                return new LimitInfo(usedCalls, allowedCalls);
        }

        return null;
    }
}
