using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>What one account asks of credit in the time to come, under the active policy and as things are today: its open deals once they are checked, and reviews whose day is known.</summary>
internal sealed class AccountOutlook
{
    private const int LongestReason = 110;

    // In order of the keys. Two arrays, because there are very many accounts with a few open deals each.
    private readonly string[] _keys;
    private readonly DealOutlook[] _deals;

    private AccountOutlook(IReadOnlyList<KnownReview> known, bool lacksRates, IReadOnlyList<LikelyReview> deals, Func<string, string> keyOf)
    {
        (Known, LacksRates) = (known, lacksRates);
        var ordered = deals.OrderBy(d => d.OpportunityKey, StringComparer.Ordinal).ToList();
        _keys = [.. ordered.Select(d => keyOf(d.OpportunityKey))];
        _deals = [.. ordered.Select(d => new DealOutlook(d.NeedsReview, Short(d.Reason), (double)d.Hours, d.Team, d.Region is { } region ? string.Intern(region) : null))];
    }

    /// <summary>Reviews whose day is known.</summary>
    public IReadOnlyList<KnownReview> Known { get; }

    /// <summary>Whether an amount that counts for the account cannot be converted.</summary>
    public bool LacksRates { get; }

    /// <summary>Works it out.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="stored">The account's newest decision with its file.</param>
    /// <param name="until">The last day of interest.</param>
    /// <param name="keyOf">One text for each key of a deal, so that it is not kept twice.</param>
    public static AccountOutlook Of(CreditPolicy policy, AsOf asOf, StoredDecision stored, DateOnly until, Func<string, string> keyOf)
    {
        var file = DecisionCodec.DecodeFile(stored) with { AsOf = asOf };
        var decision = DecisionCodec.Decode(stored);
        // What began in the last days is open already; what begins today may not be.
        return new AccountOutlook(KnownReviews.Of(decision, file, policy, asOf.BusinessDate, until), decision.MissingRates is { Count: > 0 }, ReviewLikelihood.Of(policy, file), keyOf);
    }

    /// <summary>What a deal would ask for; null when it is not known here.</summary>
    public DealOutlook? Of(string deal) => Array.BinarySearch(_keys, deal, StringComparer.Ordinal) is >= 0 and var at ? _deals[at] : null;

    // The first sentence, and no more of it than a line.
    private static string Short(string reason)
    {
        var end = reason.IndexOf(". ", StringComparison.Ordinal);
        var first = (end > 0 ? reason[..end] : reason).TrimEnd('.');
        return first.Length <= LongestReason ? first : first[..(LongestReason - 1)] + "…";
    }
}

/// <summary>What a deal would ask of credit if it came to the step today.</summary>
/// <param name="NeedsReview">Whether it would need a review; null when that cannot be told.</param>
/// <param name="Reason">Why, in a line; empty when it would not.</param>
/// <param name="Hours">Expected work in hours.</param>
/// <param name="Team">The team that would get it; null when no rule routes it.</param>
/// <param name="Region">Region of the account; null when unknown.</param>
internal readonly record struct DealOutlook(bool? NeedsReview, string Reason, double Hours, string? Team, string? Region);
