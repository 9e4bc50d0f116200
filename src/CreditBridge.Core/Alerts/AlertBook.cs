using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Core.Alerts;

/// <summary>Compares the conditions that hold with the alerts that were raised: what is new is raised, what is over ends, what merely lasts stays as it is, but for the room that is left to sell into.</summary>
public static class AlertBook
{
    /// <summary>What changes.</summary>
    /// <param name="known">The newest alert of each condition, and of each that could have ended.</param>
    /// <param name="conditions">The conditions that hold now; of two with the same key the more urgent counts.</param>
    /// <param name="now">The moment.</param>
    /// <param name="coolDown">How long a condition must have been over to be told of again.</param>
    /// <param name="silent">Whether nobody is told of what is found: the first look finds what has been so for long.</param>
    /// <param name="isUnknown">
    /// Whether nobody knows any more if the condition of an alert lasts: its account is gone, or it is not asked for. Such an alert ends, and nobody is told that what it was about is over. Null: never.
    /// </param>
    public static AlertChanges Settle(
        IReadOnlyCollection<RaisedAlert> known, IReadOnlyCollection<Alert> conditions, DateTimeOffset now, TimeSpan coolDown, bool silent, Func<Alert, bool>? isUnknown = null)
    {
        var newest = known.GroupBy(a => a.Alert.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(a => a.IsOver ? 0 : 1).ThenBy(a => a.RaisedAt).Last(), StringComparer.Ordinal);
        var (raised, changed) = (new List<RaisedAlert>(), new List<RaisedAlert>());
        var holding = new HashSet<string>(StringComparer.Ordinal);
        foreach (var condition in conditions.OrderByDescending(c => c.Severity).Where(c => holding.Add(c.Key)))
        {
            if (!newest.TryGetValue(condition.Key, out var last))
            {
                raised.Add(Raise(condition));
            }
            else if (!last.IsOver)
            {
                if (condition.Severity <= last.Alert.Severity)
                {
                    if (IsPromise(condition) && condition.Words != last.Alert.Words)
                        changed.Add(last with { Alert = condition });
                    continue;
                }

                changed.Add(last with { EndedAt = now });
                raised.Add(Raise(condition));
            }
            else if (!TellsItsEnd(condition.Kind) && now - last.EndedAt < coolDown && condition.Severity <= last.Alert.Severity)
            {
                // It never really ended: nobody is told again.
                changed.Add(last with { EndedAt = null });
            }
            else
            {
                raised.Add(Raise(condition));
            }
        }

        foreach (var over in newest.Values.Where(a => !a.IsOver && !holding.Contains(a.Alert.Key)).OrderBy(a => a.Alert.Key, StringComparer.Ordinal))
        {
            changed.Add(over with { EndedAt = now });
            if (TellsItsEnd(over.Alert.Kind) && isUnknown?.Invoke(over.Alert) != true && !(IsPromise(over.Alert) && (over.IsSilent || raised.Exists(r => IsWorse(over.Alert, r.Alert)))))
                raised.Add(Raise(Ended(over.Alert)) with { EndedAt = now });
        }

        return new AlertChanges(Together(raised), changed);

        RaisedAlert Raise(Alert alert) => new(IdOf(alert.Key, now), alert, now) { IsSilent = silent };
    }

    /// <summary>Identity of an alert: the same condition, raised at the same moment, has the same.</summary>
    public static string IdOf(string key, DateTimeOffset raisedAt) =>
        "a-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}\n{raisedAt.UtcTicks / TimeSpan.TicksPerMillisecond}"))))[..16];

    // What comes at the same moment as the condition that it is told with is said by that one's alert.
    private static List<RaisedAlert> Together(List<RaisedAlert> raised)
    {
        for (var i = 0; i < raised.Count; i++)
        {
            if (raised[i].Alert.With is not { } with || raised.FindIndex(a => a.Alert.Key == with.Key && !a.IsOver) is not (>= 0 and var other))
                continue;
            var (one, both) = (raised[i], raised[other]);
            raised[other] = both with
            {
                Alert = both.Alert with { Title = with.Title, Words = with.Words, Severity = one.Alert.Severity > both.Alert.Severity ? one.Alert.Severity : both.Alert.Severity },
            };
            raised[i] = one with { ToldIn = both.Id };
        }

        return raised;
    }

    // Whoever was told of a hold, or of room, must hear that it is over; and then that there is one again, however soon.
    private static bool TellsItsEnd(AlertKind kind) => kind is AlertKind.HoldSet or AlertKind.RoomToSell;

    // What is told of the account at the same moment says enough.
    private static bool IsWorse(Alert room, Alert other) => other.AccountKey == room.AccountKey && other.Kind is AlertKind.HoldSet or AlertKind.Deteriorating;

    // What may be promised to a customer is shown as it is now; nobody is told of it once more.
    private static bool IsPromise(Alert condition) => condition.Kind == AlertKind.RoomToSell;

    private static Alert Ended(Alert alert) => IsPromise(alert) ? alert with
    {
        Key = alert.Key + "/gone",
        Kind = AlertKind.RoomGone,
        Title = $"{alert.AccountName}: no room to sell into any more",
        Words = "What was told of room does not hold any more: open deals have taken it, or credit sees the account otherwise. Ask credit before you promise more.",
    } : Released(alert);

    private static Alert Released(Alert hold) => hold with
    {
        Key = hold.Key + "/released",
        Kind = AlertKind.HoldReleased,
        Severity = AlertSeverity.Information,
        Title = $"{hold.AccountName}: credit hold released",
        Words = "The credit hold was released.",
    };
}

/// <summary>What changes about alerts.</summary>
/// <param name="Raised">New ones.</param>
/// <param name="Changed">Known ones that ended, or that have not ended after all, or whose room is another.</param>
public sealed record AlertChanges(IReadOnlyList<RaisedAlert> Raised, IReadOnlyList<RaisedAlert> Changed)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => Raised.Count == 0 && Changed.Count == 0;
}
