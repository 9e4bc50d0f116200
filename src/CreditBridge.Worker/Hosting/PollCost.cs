using System.Globalization;
using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Worker.Hosting;

/// <summary>What a day of polling costs, before anything has changed.</summary>
internal static class PollCost
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Above this share of what is allowed, polling alone deserves a warning.</summary>
    private const decimal LargeShare = 0.2m;

    /// <summary>The finding; null for a system that does not count calls.</summary>
    public static CheckFinding? Of(ConnectionUsage usage, int pollSeconds)
    {
        var allowed = usage.OwnBudget ?? usage.AllowedInPeriod;
        if (allowed is not > 0)
            return null;
        var polls = SecondsPerDay / pollSeconds;
        var share = (decimal)polls / allowed.Value;
        var whose = usage.OwnBudget is null ? "the org's" : "CreditBridge's own";
        var message = string.Create(CultureInfo.InvariantCulture, $"A poll every {pollSeconds} s is {polls:N0} calls a day: {100 * share:0.#} % of {whose} {allowed:N0}. Every 1,000 changed records are about one call more to write.");
        return share < LargeShare
            ? CheckFinding.Ok("Polling", message)
            : new CheckFinding("Polling", CheckStatus.Warning, message, $"Raise Schedule:PollSeconds{(usage.OwnBudget is null ? "" : ", or raise DailyCalls")}.");
    }
}
