namespace CreditBridge.Core.Watch;

/// <summary>Why a prequalified account is not on the list of those with room to sell into.</summary>
public static class RoomObstacles
{
    internal const string Hold = "hold";
    internal const string Unknown = "unknown";
    internal const string UncertainBand = "uncertain_band";
    internal const string Band = "band";
    internal const string Terms = "terms";
    internal const string Payments = "payments";
    internal const string Signal = "signal";
    internal const string Limit = "limit";
    internal const string Room = "room";
    internal const string Amounts = "amounts";
    internal const string Worse = "worse";
    internal const string Calm = "calm";

    /// <summary>The obstacle in words for the credit team.</summary>
    /// <param name="code">The obstacle.</param>
    public static string Words(string code) => code switch
    {
        Hold => "on hold, or a hold is to begin or is lifted by an exception",
        Unknown => "figures that this rests on are unknown or contradict each other",
        UncertainBand => "no bureau report (or another missing input) says that the band is certain",
        Band => "the band is not one of low risk",
        Terms => "only against payment in advance",
        Payments => "payments come too late, or nothing is known of them",
        Signal => "a critical event about the company is known",
        Limit => "no limit is set, or its headroom is unknown",
        Room => "too little room is left after the open deals",
        Amounts => "an open deal has no amount, so that nobody knows what is left",
        Worse => "getting worse",
        Calm => "left the list a few days ago",
        _ => code,
    };

    /// <summary>How many accounts each obstacle keeps off the list, the most first.</summary>
    public static IReadOnlyList<(string Code, int Accounts)> Count(IEnumerable<WatchEntry> leftOut) =>
        [.. leftOut.GroupBy(e => e.LeftOut ?? Unknown, StringComparer.Ordinal).Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2).ThenBy(g => g.Key, StringComparer.Ordinal)];
}
