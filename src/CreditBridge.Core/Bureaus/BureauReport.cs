using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Bureaus;

/// <summary>What was done about an account's reports.</summary>
public enum BureauAction
{
    /// <summary>A report was ordered; the text says what came of it.</summary>
    Ordered = 0,

    /// <summary>A report would be ordered if the connection had leave.</summary>
    WouldOrder,

    /// <summary>No possible answer changes the decision, so that nothing is bought.</summary>
    NotWorth,

    /// <summary>The budget does not suffice.</summary>
    NoBudget,

    /// <summary>An earlier order, or a failure of today, stands in the way.</summary>
    Waiting,

    /// <summary>Nobody is left to ask.</summary>
    NobodyLeft,
}

/// <summary>What was done about one account's reports, and why.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Action">What was done.</param>
/// <param name="Provider">The bureau; null when none was chosen.</param>
/// <param name="Why">Why, in one sentence.</param>
public sealed record BureauLine(string AccountKey, string Name, BureauAction Action, string? Provider, string Why)
{
    /// <summary>What it cost or would cost; null for nothing.</summary>
    public Money? Price { get; init; }

    /// <summary>The decision that it was about; null when there is none.</summary>
    public string? DecisionId { get; init; }
}

/// <summary>What a run over bureaus came to.</summary>
public sealed record BureauReport
{
    /// <summary>Nothing was looked at.</summary>
    public static BureauReport Nothing { get; } = new();

    /// <summary>Accounts that were looked at.</summary>
    public long Accounts { get; init; }

    /// <summary>Accounts for which a report was wanted, the most valuable first; the first thousand.</summary>
    public IReadOnlyList<BureauLine> Lines { get; init; } = [];

    /// <summary>How many accounts each action was taken for; unlike the lines, all of them.</summary>
    public IReadOnlyDictionary<BureauAction, int> Counts { get; init; } = new Dictionary<BureauAction, int>();

    /// <summary>The orders that were sent, as they stand now; at most <see cref="BureauRun.MostOrders"/>.</summary>
    public IReadOnlyList<ReportOrder> Orders { get; init; } = [];

    /// <summary>Reports that arrived.</summary>
    public int Reports { get; init; }

    /// <summary>What stops ordering and is as somebody wants it, such as a budget that is used up or a connection without leave; empty when nothing does.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>What needs a person: a bureau that refuses or does not answer, an order of which nobody knows what became, a price that the budget cannot be compared with.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    /// <summary>Name of the process that looks after bureaus at the moment; null when it is this one.</summary>
    public string? DoneBy { get; init; }
}
