using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>What one account asks of credit in the time to come, under the active policy and as things are today: its open deals once they are checked, and reviews whose day is known.</summary>
internal sealed class AccountOutlook
{
    private const int LongestReason = 110;

    private readonly Dictionary<string, LikelyReview> _deals = new(StringComparer.Ordinal);

    /// <summary>Reviews whose day is known.</summary>
    public IReadOnlyList<Reviews.KnownReview> Known { get; private init; } = [];

    /// <summary>Works it out.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="stored">The account's newest decision with its file.</param>
    /// <param name="until">The last day of interest.</param>
    public static AccountOutlook Of(CreditPolicy policy, AsOf asOf, StoredDecision stored, DateOnly until)
    {
        var file = DecisionCodec.DecodeFile(stored) with { AsOf = asOf };
        // What began in the last days is open already; what begins today may not be.
        var outlook = new AccountOutlook { Known = KnownReviews.Of(DecisionCodec.Decode(stored), file, policy, asOf.BusinessDate, until) };
        foreach (var likely in ReviewLikelihood.Of(policy, file))
            outlook._deals[likely.OpportunityKey] = likely with { Reason = Short(likely.Reason) };
        return outlook;
    }

    /// <summary>What a deal would ask for; null when it is not known here.</summary>
    public LikelyReview? Of(string deal) => _deals.GetValueOrDefault(deal);

    // The first sentence, and no more of it than a line.
    private static string Short(string reason)
    {
        var end = reason.IndexOf(". ", StringComparison.Ordinal);
        var first = (end > 0 ? reason[..end] : reason).TrimEnd('.');
        return string.Intern(first.Length <= LongestReason ? first : first[..(LongestReason - 1)] + "…");
    }
}
