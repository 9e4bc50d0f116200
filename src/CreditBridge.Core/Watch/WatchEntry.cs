using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Watch;

/// <summary>Why an account is watched. The numbers are stored.</summary>
public enum WatchSide
{
    /// <summary>It is getting worse.</summary>
    Deteriorating = 1,

    /// <summary>It is a good risk with room to sell into.</summary>
    Room = 2,

    /// <summary>It is prequalified, and something keeps it from being shown as one with room.</summary>
    LeftOut = 3,
}

/// <summary>An account on the watch list.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Side">Why it is watched.</param>
/// <param name="Since">Business date on which it came onto the list.</param>
public sealed record WatchEntry(string AccountKey, WatchSide Side, DateOnly Since)
{
    /// <summary>Name of the account.</summary>
    public string AccountName { get; init; } = "";

    /// <summary>Key of the user who owns the account; null for none.</summary>
    public string? OwnerKey { get; init; }

    /// <summary>The decision that it stands by.</summary>
    public string DecisionId { get; init; } = "";

    /// <summary>What has become worse; empty for an account with room.</summary>
    public IReadOnlyList<WatchCause> Causes { get; init; } = [];

    /// <summary>The standing that today's is compared with; null when none is known.</summary>
    public CreditStanding? Before { get; init; }

    /// <summary>First day without any cause; null while there is one.</summary>
    public DateOnly? CalmSince { get; init; }

    /// <summary>Day on which it left the list; null while it is on it.</summary>
    public DateOnly? LeftOn { get; init; }

    /// <summary>The open deals.</summary>
    public OpenPipeline Pipeline { get; init; } = new(0, null);

    /// <summary>What can be sold beyond the open pipeline, in the account's currency; null where no limit binds, and for an account that is getting worse.</summary>
    public Money? Room { get; init; }

    /// <summary>What keeps it from being shown as one with room, see <see cref="RoomObstacles"/>; null for the other sides.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Where it stands, in the words of a rep: no score, no ratio.</summary>
    public string ForSales { get; init; } = "";

    /// <summary>Where it stands, for the credit team.</summary>
    public string ForCredit { get; init; } = "";

    /// <summary>
    /// Whether it is shown, or counted: what is getting worse while deals are open, before the order comes, what has room, and what is left out.
    /// </summary>
    public bool IsListed => LeftOn is null && (Side != WatchSide.Deteriorating || Pipeline.Deals > 0);

    /// <summary>How much it matters, 3 for most; 0 for an account with room.</summary>
    public int Weight => Causes.Count == 0 ? 0 : Causes.Max(c => c.Weight);
}

/// <summary>Something that has become worse.</summary>
/// <param name="Code">What: "hold", "signal", "band", "score", "past_due" or "trend".</param>
/// <param name="Since">Business date on which it was first seen.</param>
/// <param name="ForCredit">What, with figures, for the credit team.</param>
/// <param name="ForSales">What, in the words of a rep.</param>
/// <param name="Weight">How much it matters, 3 for most.</param>
public sealed record WatchCause(string Code, DateOnly Since, string ForCredit, string ForSales, int Weight);
