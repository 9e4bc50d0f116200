using System.Text.Json.Serialization;

namespace CreditBridge.Core.Alerts;

/// <summary>What an alert is about. The numbers are stored: append, never renumber.</summary>
public enum AlertKind
{
    /// <summary>An account with open deals is getting worse.</summary>
    Deteriorating = 1,

    /// <summary>An account was put on hold.</summary>
    HoldSet = 2,

    /// <summary>A hold ended.</summary>
    HoldReleased = 3,

    /// <summary>An account has become a good risk with room to sell into.</summary>
    RoomToSell = 4,

    /// <summary>A review is about to miss its time.</summary>
    ReviewAtRisk = 5,

    /// <summary>A review has missed its time.</summary>
    ReviewBreached = 6,

    /// <summary>More reviews are expected than there are hours for.</summary>
    WorkloadAboveCapacity = 7,

    /// <summary>A review has come to a step of the policy's escalation.</summary>
    ReviewEscalated = 8,

    /// <summary>An open review was handed from one person to another.</summary>
    ReviewHandedOver = 9,

    /// <summary>Nothing has happened: somebody tries whether alerts arrive. Never raised by itself.</summary>
    Test = 10,

    /// <summary>What was told of room to sell into does not hold any more.</summary>
    RoomGone = 11,
}

/// <summary>How urgent an alert is. The numbers are stored.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Information = 0,

    /// <summary>Somebody should look.</summary>
    Warning = 1,

    /// <summary>Act now; it may break quiet hours.</summary>
    Critical = 2,
}

/// <summary>
/// A condition that people should be told of. It is told of once, until it has ended and come again after a while. Say it as long as it is so: who tells of it, where and when is
/// somebody else's business.
/// </summary>
/// <param name="Key">Identity of the condition, the same as long as it lasts: "deteriorating/001…", "review-breached/a0R…".</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How urgent it is; one that becomes more urgent is told of again.</param>
/// <param name="Title">The alert in a few words, without figures that only credit may know.</param>
/// <param name="Words">What is so and what to do, in plain words that a rep may read.</param>
public sealed record Alert(string Key, AlertKind Kind, AlertSeverity Severity, string Title, string Words)
{
    /// <summary>Whether it says that something is over, and is itself never over.</summary>
    [JsonIgnore]
    public bool TellsOfAnEnd => Kind is AlertKind.HoldReleased or AlertKind.RoomGone;

    /// <summary>Key of the account; null when it is about none.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Name of the account; null when it is about none.</summary>
    public string? AccountName { get; init; }

    /// <summary>Key of the deal; null when it is about none, or several.</summary>
    public string? OpportunityKey { get; init; }

    /// <summary>The decision it comes from; null for none.</summary>
    public string? DecisionId { get; init; }

    /// <summary>Key of the review; null when it is about none.</summary>
    public string? ReviewKey { get; init; }

    /// <summary>What it is about, so that alerts about the same are told in the order in which things happened: the review, else the account, else the condition itself.</summary>
    [JsonIgnore]
    public string Subject => ReviewKey is not null ? "review/" + ReviewKey : AccountKey is not null ? "account/" + AccountKey : Key;

    /// <summary>Name of the team whose work it is; null for none.</summary>
    public string? Team { get; init; }

    /// <summary>What it is told with, when both come at the same moment; null when it is told by itself.</summary>
    [JsonIgnore]
    public ToldTogether? With { get; init; }

    /// <summary>
    /// Keys of users in sales whom it concerns, the first choice first: the first of them who can be mailed is told. Null for an alert that is not for sales. Stored, because the end
    /// of a hold is for the same ones.
    /// </summary>
    public IReadOnlyList<string>? ForSales { get; init; }

    /// <summary>Who is to be told beside those who hear of every alert; null for nobody.</summary>
    public IReadOnlyList<AlertPerson>? People { get; init; }
}

/// <summary>How two conditions of one account are told in one alert, that of the other one, when both come at the same moment: one event, one message.</summary>
/// <param name="Key">Key of the other condition.</param>
/// <param name="Title">Title that says both.</param>
/// <param name="Words">Words that say both.</param>
public sealed record ToldTogether(string Key, string Title, string Words);

/// <summary>Somebody whom an alert is for.</summary>
/// <param name="Name">The name, or the address when nobody knows the name.</param>
/// <param name="Address">Mail address; null when none is known, or the user is no longer active.</param>
public sealed record AlertPerson(string Name, string? Address);

/// <summary>An alert that was raised.</summary>
/// <param name="Id">Its identity: "a-" and 16 hexadecimal digits. The same condition that comes again has another.</param>
/// <param name="Alert">What it says.</param>
/// <param name="RaisedAt">When it was raised.</param>
public sealed record RaisedAlert(string Id, Alert Alert, DateTimeOffset RaisedAt)
{
    /// <summary>When the condition ended; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Identity of the alert that says this, too; null when none does. Only whoever is not told of that one is told of this.</summary>
    [JsonIgnore]
    public string? ToldIn { get; init; }

    /// <summary>Whether nobody is told: it was so already when alerts were first looked for.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether the condition is over.</summary>
    [JsonIgnore]
    public bool IsOver => EndedAt is not null;
}
