using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Watch;

/// <summary>Where an account stood at one moment, as far as getting worse is measured by it.</summary>
/// <param name="On">Business date of the decision.</param>
/// <param name="Policy">The policy it was taken under: bands and scores are compared under one policy only.</param>
public sealed record CreditStanding(DateOnly On, string Policy)
{
    /// <summary>The band; null when there was none.</summary>
    public string? Band { get; init; }

    /// <summary>The score; null when there was none.</summary>
    public decimal? Score { get; init; }

    /// <summary>Whether the account was on hold.</summary>
    public bool OnHold { get; init; }

    /// <summary>What was past due; null when it could not be told.</summary>
    public Money? PastDue { get; init; }

    /// <summary>The same in percent of the open receivables; 0 when nothing was open, null when it could not be told.</summary>
    public decimal? PastDuePercent { get; init; }

    /// <summary>Days beyond terms on average; null without history.</summary>
    public decimal? DaysBeyondTerms { get; init; }

    /// <summary>Direction of payment behaviour.</summary>
    public PaymentTrend Trend { get; init; }

    /// <summary>The standing that a decision found.</summary>
    public static CreditStanding Of(CreditDecision decision) => new(decision.AsOf.BusinessDate, decision.PolicyVersion)
    {
        Band = decision.Band,
        Score = decision.Score?.Value,
        OnHold = decision.OnHold,
        PastDue = decision.Exposure.PastDue,
        PastDuePercent = Percent(decision.Exposure.PastDue, decision.Exposure.OpenReceivables),
        DaysBeyondTerms = decision.AverageDaysBeyondTerms,
        Trend = decision.Trend,
    };

    internal int? Rank(CreditPolicy policy) => Policy == policy.VersionText ? BandOrder.RankOf(policy, Band) : null;

    internal decimal? ScorePercent(CreditPolicy policy) => Policy == policy.VersionText ? BandOrder.PercentOf(policy, Score) : null;

    private static decimal? Percent(Money? part, Money? whole) =>
        part is not { } p || whole is not { } w || p.Currency != w.Currency ? null
        : w.Amount <= 0m ? 0m
        : Math.Round(Math.Min(100m, Math.Max(0m, p.Amount) / w.Amount * 100m), 1);
}
