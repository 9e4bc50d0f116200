using CreditBridge.Core.Decisions;
using CreditBridge.Core.Watch;

namespace CreditBridge.Core.Alerts;

/// <summary>The conditions that follow from what the watch list has found of an account.</summary>
public static class WatchAlerts
{
    /// <summary>The kinds that come from here.</summary>
    public static IReadOnlyList<AlertKind> Kinds { get; } = [AlertKind.Deteriorating, AlertKind.HoldSet, AlertKind.RoomToSell];

    /// <summary>Keys of all conditions that an account can be in.</summary>
    public static IEnumerable<string> KeysOf(string accountKey) => [Hold(accountKey), Worse(accountKey), Room(accountKey)];

    /// <summary>The conditions of an account.</summary>
    public static IEnumerable<Alert> Of(WatchedAccount account)
    {
        if (account.Case is not { } known)
            yield break;
        var (name, decision) = (known.Account.Name, known.Decision);
        if (decision.OnHold)
            yield return About(Hold(account.AccountKey), AlertKind.HoldSet, AlertSeverity.Warning, $"{name}: on credit hold", With(Reasons(decision), known.Pipeline));

        // A better day is no end yet; the list keeps it, and so does the alert.
        if (account.Worse is { IsListed: true } worse)
        {
            yield return About(
                Worse(account.AccountKey), AlertKind.Deteriorating, worse.Causes.Any(c => c.Code == "signal") ? AlertSeverity.Critical : AlertSeverity.Warning,
                $"{name}: getting worse while deals are open", With(worse.ForSales, worse.Pipeline)) with
            {
                With = decision.OnHold ? Both(name, Reasons(decision), worse) : null,
            };
        }

        if (account.Room is { IsListed: true } room)
            yield return About(Room(account.AccountKey), AlertKind.RoomToSell, AlertSeverity.Information, $"{name}: room to sell into", room.ForSales);

        Alert About(string key, AlertKind kind, AlertSeverity severity, string title, string words) =>
            new(key, kind, severity, title, words)
            {
                AccountKey = account.AccountKey,
                AccountName = name,
                DecisionId = decision.Id,
                ForSales = Sales(known),
                OpportunityKey = known.Pipeline is { Deals: 1, NextDealKey: { } deal } ? deal : null,
            };
    }

    private static List<string>? Sales(WatchCase known)
    {
        var keys = known.Pipeline.OwnersBySize.Prepend(known.Account.OwnerKey).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return keys.Count > 0 ? keys : null;
    }

    // The list says of a hold that it is new; of one that is known, only the decision does.
    private static ToldTogether Both(string name, string reasons, WatchEntry worse) => new(
        Hold(worse.AccountKey), $"{name}: on credit hold, and getting worse while deals are open",
        With(worse.Causes.Any(c => c.Code == "hold") ? worse.ForSales : $"{reasons} {worse.ForSales}", worse.Pipeline));

    private static string Reasons(CreditDecision decision) => string.Join(" ", decision.HoldReasons.Select(h => h.Reason.TrimEnd('.') + ".").Distinct(StringComparer.Ordinal));

    private static string With(string words, OpenPipeline pipeline) => pipeline.Deals == 0 ? words : $"{words} {PipelineWords.Of(pipeline)}";

    private static string Hold(string account) => "hold/" + account;

    private static string Worse(string account) => "deteriorating/" + account;

    private static string Room(string account) => "room/" + account;
}
