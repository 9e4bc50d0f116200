using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>How the past would have gone under another policy. All amounts are in <see cref="Currency"/>, converted with the rates of each date.</summary>
/// <param name="Active">Version of the policy as it is.</param>
/// <param name="Proposed">Version of the policy as it is to be.</param>
/// <param name="Currency">Currency of all amounts: that of the proposed policy.</param>
/// <param name="Dates">What each date came to, ascending.</param>
public sealed record ReplayReport(string Active, string Proposed, CurrencyCode Currency, IReadOnlyList<ReplayedDate> Dates)
{
    /// <summary>Accounts that were evaluated on at least one date.</summary>
    public long Accounts { get; init; }

    /// <summary>Of these, accounts for which something would have been different on at least one date.</summary>
    public long ChangedAccounts { get; init; }

    /// <summary>The changed accounts with the most money at stake, each on the latest date on which it differs.</summary>
    public IReadOnlyList<ReplayedChange> Changes { get; init; } = [];

    /// <summary>Accounts that could not be evaluated because of a defect; the first hundred.</summary>
    public IReadOnlyList<(string AccountKey, string Reason)> Defects { get; init; } = [];

    /// <summary>What came after all the dates, together.</summary>
    public StoppedSales StoppedOnlyByProposed => Dates.Aggregate(StoppedSales.None, (sum, d) => sum + d.StoppedOnlyByProposed);

    /// <summary>Likewise for what only the active policy would have stopped.</summary>
    public StoppedSales StoppedOnlyByActive => Dates.Aggregate(StoppedSales.None, (sum, d) => sum + d.StoppedOnlyByActive);

    /// <summary>Reviews that people would have been spared; negative when there would have been more.</summary>
    public long ReviewsSaved => Dates.Sum(d => d.Old.Reviews - d.New.Reviews);

    /// <summary>Files that stood as they were known then, over all dates.</summary>
    public long KnownFiles => Dates.Sum(d => d.KnownFiles);

    /// <summary>Files of which a part was reconstructed, over all dates.</summary>
    public long ReconstructedFiles => Dates.Sum(d => d.Accounts - d.KnownFiles);
}

/// <summary>What one date came to.</summary>
/// <param name="Date">The business date.</param>
/// <param name="Accounts">Accounts that were there and were evaluated.</param>
/// <param name="KnownFiles">Of these, accounts whose file stood as it was known then; the others' were reconstructed in part.</param>
/// <param name="Old">What the active policy came to.</param>
/// <param name="New">What the proposed policy came to.</param>
public sealed record ReplayedDate(DateOnly Date, long Accounts, long KnownFiles, ReplayedSide Old, ReplayedSide New)
{
    /// <summary>Accounts for which anything is different.</summary>
    public long Changed { get; init; }

    /// <summary>Accounts in another band.</summary>
    public long BandChanged { get; init; }

    /// <summary>Accounts with another limit.</summary>
    public long LimitChanged { get; init; }

    /// <summary>Accounts on hold under the proposed policy only.</summary>
    public long HoldsAdded { get; init; }

    /// <summary>Accounts on hold under the active policy only.</summary>
    public long HoldsLifted { get; init; }

    /// <summary>Accounts that are prequalified under one of the two only.</summary>
    public long PrequalificationChanged { get; init; }

    /// <summary>Accounts by the two bands, in the order of the active policy's bands; an account without a band has an empty name.</summary>
    public IReadOnlyList<BandMove> Bands { get; init; } = [];

    /// <summary>What became of invoices until the next date to accounts that only the proposed policy would have stopped.</summary>
    public StoppedSales StoppedOnlyByProposed { get; init; } = StoppedSales.None;

    /// <summary>Likewise for accounts that only the active policy stops.</summary>
    public StoppedSales StoppedOnlyByActive { get; init; } = StoppedSales.None;

    /// <summary>Amounts that no exchange rate of the date led to the report's currency; they are left out.</summary>
    public long NotConverted { get; init; }
}

/// <summary>What a policy came to on a date.</summary>
public sealed record ReplayedSide
{
    /// <summary>Accounts on hold.</summary>
    public long OnHold { get; init; }

    /// <summary>Sum of the limits that are amounts.</summary>
    public decimal Limits { get; init; }

    /// <summary>Accounts with a limit that is an amount.</summary>
    public long WithLimit { get; init; }

    /// <summary>Accounts without credit.</summary>
    public long NoCredit { get; init; }

    /// <summary>Accounts with unlimited credit.</summary>
    public long Unlimited { get; init; }

    /// <summary>Accounts without a limit.</summary>
    public long NotSet { get; init; }

    /// <summary>What is left of the limits, where something is left.</summary>
    public decimal Headroom { get; init; }

    /// <summary>By how much limits are exceeded, where they are.</summary>
    public decimal OverLimit { get; init; }

    /// <summary>What counts against the limits, of all accounts.</summary>
    public decimal Exposure { get; init; }

    /// <summary>Of this, what accounts on hold owe.</summary>
    public decimal ExposureOnHold { get; init; }

    /// <summary>Deals that newly need a person, since the date before.</summary>
    public long DealReviews { get; init; }

    /// <summary>Periodic reviews that fall due until the next date.</summary>
    public long PeriodicReviews { get; init; }

    /// <summary>Accounts for which the policy newly asks for a review beside deals, such as of a limit, since the date before.</summary>
    public long OtherReviews { get; init; }

    /// <summary>All of them.</summary>
    public long Reviews => DealReviews + PeriodicReviews + OtherReviews;
}

/// <summary>How many accounts are in one band under the active policy and in another, or the same, under the proposed one.</summary>
/// <param name="Old">Band under the active policy; empty for none.</param>
/// <param name="New">Band under the proposed policy; empty for none.</param>
/// <param name="Accounts">How many.</param>
public sealed record BandMove(string Old, string New, long Accounts);

/// <summary>
/// What became of invoices that were really issued to accounts that one of the two policies would have stopped: on hold, without credit, or with nothing left of the
/// limit. Invoices count in full; what a policy would have let through in part is not told apart.
/// </summary>
/// <param name="Bad">Amount that was paid 90 days late or later, or is open 90 days past due.</param>
/// <param name="BadInvoices">How many invoices.</param>
/// <param name="Good">Amount that was paid less than 90 days late.</param>
/// <param name="GoodInvoices">How many invoices.</param>
/// <param name="NotYetKnown">Amount of which nobody can tell yet: open and not 90 days past due, or disputed.</param>
/// <param name="NotYetKnownInvoices">How many invoices.</param>
public sealed record StoppedSales(decimal Bad, long BadInvoices, decimal Good, long GoodInvoices, decimal NotYetKnown, long NotYetKnownInvoices)
{
    /// <summary>No invoice.</summary>
    public static StoppedSales None { get; } = new(0m, 0, 0m, 0, 0m, 0);

    /// <summary>Both together.</summary>
    public static StoppedSales operator +(StoppedSales a, StoppedSales b) => new(
        a.Bad + b.Bad, a.BadInvoices + b.BadInvoices, a.Good + b.Good, a.GoodInvoices + b.GoodInvoices, a.NotYetKnown + b.NotYetKnown, a.NotYetKnownInvoices + b.NotYetKnownInvoices);
}

/// <summary>An account for which the two policies differ.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Date">The latest date on which they differ.</param>
/// <param name="Money">What is at stake: the difference of the limits or, when the hold is different, what the account owes, whichever is more.</param>
/// <param name="Differences">What is different, old and new, in words.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ReplayedChange(string AccountKey, string Name, DateOnly Date, decimal Money, IReadOnlyList<ReplayedDifference> Differences, string Reason);

/// <summary>One thing that is different.</summary>
/// <param name="What">"band", "limit", "hold" or "prequalified".</param>
/// <param name="Old">Under the active policy.</param>
/// <param name="New">Under the proposed policy.</param>
public sealed record ReplayedDifference(string What, string Old, string New);
