using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Policies;

/// <summary>What an account owes or may come to owe, sorted so that nothing is in two buckets.</summary>
public enum BucketKind
{
    /// <summary>Open invoices that are neither past due nor disputed.</summary>
    NotDue = 0,

    /// <summary>Invoices past due that are not disputed.</summary>
    PastDue,

    /// <summary>Disputed invoices, whether past due or not.</summary>
    Disputed,

    /// <summary>Credit notes and unapplied cash; never above zero.</summary>
    Credits,

    /// <summary>Orders accepted and not delivered, without those paid in advance.</summary>
    OpenOrders,

    /// <summary>Delivered and not invoiced, without what is paid in advance.</summary>
    Unbilled,

    /// <summary>Open deals, weighted by probability.</summary>
    Pipeline,

    /// <summary>What securities cover; never above zero.</summary>
    Secured,
}

/// <summary>What counts against the limit.</summary>
public sealed record ExposurePolicy
{
    /// <summary>How many kinds of buckets there are.</summary>
    public const int BucketCount = (int)BucketKind.Secured + 1;

    /// <summary>The buckets, one of each kind, in the order of <see cref="BucketKind"/>.</summary>
    public IReadOnlyList<BucketPolicy> Buckets { get; init; } = [.. Enum.GetValues<BucketKind>().Select(k => new BucketPolicy(k, k is not (BucketKind.Pipeline or BucketKind.Secured)))];

    /// <summary>Orders to be delivered later than this many days from now are left out; null when all are in.</summary>
    public int? OrdersWithinDays { get; init; }

    /// <summary>Deals are in the pipeline from this probability on, in percent.</summary>
    public decimal PipelineFromProbability { get; init; }

    /// <summary>What becomes of securities; the first that fits a security counts. A security that none fits is shown with its own cover.</summary>
    public IReadOnlyList<SecurityRule> Securities { get; init; } = [];

    /// <summary>Whether a bucket counts against the limit.</summary>
    public bool Counts(BucketKind kind) => Buckets[(int)kind].Counts;
}

/// <summary>A bucket of the exposure.</summary>
/// <param name="Kind">What is in it.</param>
/// <param name="Counts">Whether it counts against the limit or is only shown.</param>
public sealed record BucketPolicy(BucketKind Kind, bool Counts)
{
    /// <summary>The bucket's own limit in the policy's currency; null when it has none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Name in policies: "not_due".</summary>
    public string Name => NameOf(Kind);

    /// <summary>Name of a bucket in policies.</summary>
    public static string NameOf(BucketKind kind) => kind switch
    {
        BucketKind.NotDue => "not_due",
        BucketKind.PastDue => "past_due",
        BucketKind.Disputed => "disputed",
        BucketKind.Credits => "credits",
        BucketKind.OpenOrders => "open_orders",
        BucketKind.Unbilled => "unbilled",
        BucketKind.Pipeline => "pipeline",
        _ => "secured",
    };

    /// <summary>The bucket in words for people.</summary>
    public string Words => Kind switch
    {
        BucketKind.NotDue => "what is not due yet",
        BucketKind.PastDue => "what is past due",
        BucketKind.Disputed => "what is disputed",
        BucketKind.Credits => "credits",
        BucketKind.OpenOrders => "open orders",
        BucketKind.Unbilled => "what is delivered and not invoiced",
        BucketKind.Pipeline => "open deals",
        _ => "what is secured",
    };
}

/// <summary>What a security does.</summary>
public enum SecurityUse
{
    /// <summary>It is shown and changes nothing.</summary>
    Shown = 0,

    /// <summary>What it covers is added to the limit.</summary>
    InLimit,

    /// <summary>What it covers is taken off the exposure.</summary>
    InExposure,
}

/// <summary>What becomes of securities of some types.</summary>
/// <param name="Types">The types; empty for all.</param>
/// <param name="Percent">How much of their amount counts, in percent; null for the cover that each of them states.</param>
/// <param name="Use">What they do.</param>
public sealed record SecurityRule(IReadOnlyList<SecurityType> Types, decimal? Percent, SecurityUse Use)
{
    /// <summary>Whether the rule is about securities of this type.</summary>
    public bool Fits(SecurityType type) => Types.Count == 0 || Types.Contains(type);
}
