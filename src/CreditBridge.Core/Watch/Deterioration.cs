using System.Globalization;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Watch;

/// <summary>
/// Says what has become worse about an account since an earlier standing. That standing is kept as long as the account is on the list, so that it does not slide towards today and
/// the account out of the list without having become any better.
/// </summary>
public static class Deterioration
{
    /// <summary>The account's entry after today; null when it is not on the list and was not.</summary>
    /// <param name="previous">Its entry so far; null for none.</param>
    /// <param name="case">The account today.</param>
    /// <param name="rules">The thresholds.</param>
    public static WatchEntry? Next(WatchEntry? previous, WatchCase @case, WatchRules rules)
    {
        var standing = previous is { LeftOn: null } ? previous : null;
        var before = standing?.Before is { } kept && @case.Today.DayNumber - kept.On.DayNumber <= rules.ForgetDays ? kept : @case.Before;
        var causes = Causes(@case, before, standing, rules);
        if (standing is null && causes.Count == 0)
            return previous;
        var entry = (standing ?? new WatchEntry(@case.Account.Key, WatchSide.Deteriorating, @case.Today)) with
        {
            AccountName = @case.Account.Name,
            OwnerKey = @case.Account.OwnerKey,
            DecisionId = @case.Decision.Id,
            Pipeline = @case.Pipeline,
            Before = before,
        };
        var calmSince = causes.Count > 0 ? null : standing!.CalmSince ?? (DateOnly?)@case.Today;
        entry = entry with
        {
            // While it is calm, what it came for still stands there.
            Causes = causes.Count > 0 ? causes : standing!.Causes,
            CalmSince = calmSince,
            LeftOn = calmSince is { } calm && @case.Today.DayNumber - calm.DayNumber >= rules.CalmDays ? @case.Today : null,
        };
        return entry with { ForCredit = Words(entry, c => c.ForCredit), ForSales = ForSales(entry) };
    }

    private static List<WatchCause> Causes(WatchCase @case, CreditStanding? before, WatchEntry? standing, WatchRules rules)
    {
        var causes = new List<WatchCause>();
        var (now, policy) = (@case.Now, @case.Policy);
        if (now.OnHold && before is { OnHold: false })
        {
            var reasons = string.Join(" ", @case.Decision.HoldReasons.Select(h => Sentence(h.Reason)).Distinct(StringComparer.Ordinal));
            Add("hold", 3, $"On hold, and was not on {Day(before.On)}: {reasons}", $"On credit hold: {reasons}");
        }

        if (@case.RedSignals(rules.LookBackDays).MaxBy(s => (s.ObservedOn, s.Key)) is { } signal)
            Add("signal", 3, Sentence($"{signal.Type}, {Day(signal.ObservedOn)}{(signal.Text is { } text ? $": {text}" : "")}"), "Serious news about the company.");
        if (now.Rank(policy) is { } rank && before?.Rank(policy) is { } was && rank < was)
            Add("band", 2, $"Risk band {now.Band}, was {before.Band} on {Day(before.On)}.", $"Credit sees more risk than on {Day(before.On)}.");
        if (now.ScorePercent(policy) is { } score && before?.ScorePercent(policy) is { } earlier && earlier - score >= Threshold("score", rules.ScoreDropPercent) && earlier > score)
            Add("score", 1, $"Score {Plain(now.Score)}, was {Plain(before.Score)} on {Day(before.On)}.", $"Credit sees more risk than on {Day(before.On)}.");
        if (now.PastDuePercent is { } share && before?.PastDuePercent is { } lower && share - lower >= Threshold("past_due", rules.PastDueRise) && share > lower)
            Add("past_due", 2, $"{now.PastDue?.ToDisplay()} past due, {Plain(share)} % of what is open; {Plain(lower)} % on {Day(before.On)}.", "More of its invoices are past due than before.");
        if (now.Trend == PaymentTrend.Deteriorating)
            Add("trend", 1, $"Pays later than it used to{(now.DaysBeyondTerms is { } days ? $": {Plain(days)} days beyond terms on average" : "")}.", "Pays later than it used to.");
        return causes;

        void Add(string code, int weight, string forCredit, string forSales) =>
            causes.Add(new WatchCause(code, standing?.Causes.FirstOrDefault(c => c.Code == code)?.Since ?? @case.Today, forCredit, forSales, weight));

        // What has brought it onto the list, or has come since, keeps it there at half the measure.
        decimal Threshold(string code, decimal enter) => standing?.Causes.Any(c => c.Code == code) == true ? enter / 2m : enter;
    }

    private static string ForSales(WatchEntry entry)
    {
        if (entry.CalmSince is not null)
            return Words(entry, c => c.ForSales);
        var advice = entry.Causes.Any(c => c.Code == "hold") ? "Clear the hold with credit before you promise anything." : "Talk to credit before you promise terms.";
        return $"{Words(entry, c => c.ForSales)} {advice}";
    }

    private static string Words(WatchEntry entry, Func<WatchCause, string> of) =>
        string.Join(" ", [.. entry.CalmSince is { } calm ? [$"Better since {Day(calm)}; it was:"] : Array.Empty<string>(), .. entry.Causes.OrderByDescending(c => c.Weight).Select(of).Distinct(StringComparer.Ordinal)]);

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' ? text : text + ".";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Plain(decimal? number) => number?.ToString("#,0.#", CultureInfo.InvariantCulture) ?? "none";
}
