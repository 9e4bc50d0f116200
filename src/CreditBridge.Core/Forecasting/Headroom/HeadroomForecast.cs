using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>What will become of the headroom.</summary>
public enum HeadroomOutlook
{
    /// <summary>It cannot be told, because an amount that it rests on is not known.</summary>
    Unknown = 0,

    /// <summary>There is no ceiling: no limit is set, or it is unlimited.</summary>
    NoCeiling,

    /// <summary>It lasts, also if every deal is won and each invoice is paid as late as one in ten.</summary>
    Holds,

    /// <summary>It is expected to last, and does not if more deals are won or less is paid than expected.</summary>
    MayBreak,

    /// <summary>It is expected to be used up.</summary>
    Breaks,

    /// <summary>It is used up today already.</summary>
    Over,
}

/// <summary>When the headroom of an account or a group is used up, and by what.</summary>
/// <param name="Key">Key of the account, or of the group's top account.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsGroup">Whether it is about a group as a whole.</param>
/// <param name="AsOf">The day from whose end on was forecast.</param>
/// <param name="Outlook">The outlook.</param>
/// <param name="Why">The outlook in a sentence or two.</param>
public sealed record HeadroomForecast(string Key, string Name, bool IsGroup, DateOnly AsOf, HeadroomOutlook Outlook, string Why)
{
    /// <summary>Currency of all amounts.</summary>
    public CurrencyCode Currency { get; init; }

    /// <summary>Today's limit.</summary>
    public CreditLimit Limit { get; init; }

    /// <summary>Today's exposure without open deals; null when it cannot be told.</summary>
    public decimal? Exposure { get; init; }

    /// <summary>Today's headroom without open deals; null when it cannot be told or there is no ceiling.</summary>
    public decimal? Headroom { get; init; }

    /// <summary>The first day on which more is expected to be owed than the limit; null when there is none within the weeks.</summary>
    public HeadroomBreak? Expected { get; init; }

    /// <summary>The first day on which more is owed than the limit if every deal is won and each invoice is paid as late as one in ten is; null when there is none within the weeks.</summary>
    public HeadroomBreak? Worst { get; init; }

    /// <summary>Probability that the headroom is used up on some day within the weeks, 0 to 1; null when it cannot be told or there is no ceiling.</summary>
    public double? BreakProbability { get; init; }

    /// <summary>The weeks, the nearest first. Empty without a ceiling.</summary>
    public IReadOnlyList<HeadroomWeek> Weeks { get; init; } = [];

    /// <summary>The open deals, those that close first first.</summary>
    public IReadOnlyList<HeadroomDeal> Deals { get; init; } = [];

    /// <summary>Deals that each fit and together do not, the likeliest pairs first; at most <see cref="CompetingDeals.Most"/>.</summary>
    public IReadOnlyList<CompetingDeals> Competing { get; init; } = [];

    /// <summary>Days on which the limit will be another.</summary>
    public IReadOnlyList<LimitChange> LimitChanges { get; init; } = [];

    /// <summary>What is left out or assumed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many open deals are left out, because their amounts are not known: headroom may be used up sooner.</summary>
    public int DealsLeftOut { get; init; }
}

/// <summary>What uses the headroom up.</summary>
public enum BreakCause
{
    /// <summary>It is used up already.</summary>
    Already = 0,

    /// <summary>A deal that is won.</summary>
    Deal,

    /// <summary>An order that begins to count.</summary>
    Order,

    /// <summary>The limit becomes smaller.</summary>
    LimitChange,
}

/// <summary>The first day on which more is owed than the limit.</summary>
/// <param name="On">The day.</param>
/// <param name="Cause">What uses it up.</param>
/// <param name="Key">Key of the deal or order; null for others.</param>
/// <param name="By">What it is called, for people.</param>
/// <param name="Over">How much more is owed than the limit on that day.</param>
public sealed record HeadroomBreak(DateOnly On, BreakCause Cause, string? Key, string By, decimal Over);

/// <summary>One week.</summary>
/// <param name="First">First day.</param>
/// <param name="Last">Last day; exposure and limit are those of its end.</param>
/// <param name="Limit">The limit; zero when no credit is granted, null when there is no ceiling by then.</param>
/// <param name="Exposure">What is expected to be owed.</param>
/// <param name="Low">In one case of ten less is owed (P10).</param>
/// <param name="High">In one case of ten more is owed (P90).</param>
/// <param name="Worst">What is owed if every deal is won and each invoice is paid as late as one in ten is.</param>
public sealed record HeadroomWeek(DateOnly First, DateOnly Last, decimal? Limit, decimal Exposure, decimal Low, decimal High, decimal Worst)
{
    /// <summary>What is expected to be paid in the week.</summary>
    public decimal Receipts { get; init; }

    /// <summary>What deals and orders are expected to add in the week.</summary>
    public decimal Added { get; init; }

    /// <summary>Probability that the headroom has been used up on some day by the end of the week, 0 to 1.</summary>
    public double BreakProbability { get; init; }
}

/// <summary>A deal and what it means for the headroom.</summary>
/// <param name="Deal">The deal.</param>
/// <param name="Free">What is expected to be free on the day it closes if no deal is won before; null without a ceiling by then. Below zero: over the limit without it.</param>
/// <param name="Fits">Whether it fits alone; null without a ceiling.</param>
/// <param name="BreaksIn">Probability that it is this deal that uses the headroom up, 0 to 1.</param>
public sealed record HeadroomDeal(ExpectedDeal Deal, decimal? Free, bool? Fits, double BreaksIn);

/// <summary>Two deals that each fit and together do not.</summary>
/// <param name="First">The one that closes first.</param>
/// <param name="Second">The one that closes second.</param>
/// <param name="Free">What is expected to be free when both have closed, without either.</param>
/// <param name="Short">By how much both together exceed it.</param>
/// <param name="BothWon">Probability that both are won if they are won independently, 0 to 1.</param>
public sealed record CompetingDeals(ExpectedDeal First, ExpectedDeal Second, decimal Free, decimal Short, double BothWon)
{
    /// <summary>The most pairs that are named of one account or group.</summary>
    public const int Most = 20;
}
