using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Groups;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Evaluation.Limits;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Evaluation.Rules;
using CreditBridge.Core.Evaluation.Scoring;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation;

/// <summary>
/// Answers for one account. Pure and total: the same file and policy give the same decision, whatever the order of the lists, and no data makes it fail. What cannot
/// be told is null and named in the decision's warnings.
/// </summary>
public static class CreditEvaluator
{
    /// <summary>The decision about a file under a policy.</summary>
    public static CreditDecision Evaluate(CreditFile file, CreditPolicy policy)
    {
        var ordered = file.InOrder();
        return DecisionHash.Seal(Decide(ordered, policy), ordered);
    }

    /// <summary>The same decision without identity and hash of inputs, for questions whose answers are not kept.</summary>
    /// <param name="file">The file, its lists in order.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="given">Values that stand in for what the file says; null for none.</param>
    /// <param name="isTrial">Whether only the answer is wanted: deals are checked, no counter-offers are looked for, and nothing is put into words for sales.</param>
    public static CreditDecision Decide(CreditFile file, CreditPolicy policy, IReadOnlyDictionary<CreditInput, Reading>? given = null, bool isTrial = false) =>
        Decide(new Situation(new FactSheet(file, policy), policy, given) { IsTrial = isTrial });

    /// <summary>The decision about a situation, whose inputs can be read afterwards.</summary>
    internal static CreditDecision Decide(Situation situation)
    {
        var (facts, policy) = (situation.Facts, situation.Policy);
        var file = facts.File;
        Scorer.Apply(situation);
        var limitSteps = LimitCalculator.Calculate(situation);
        HoldRules.Apply(situation);
        var prequalification = Prequalifier.Check(situation);
        var deals = DealChecker.Check(situation, prequalification);
        var decision = new CreditDecision
        {
            Id = "",
            InputHash = "",
            AccountKey = file.Account.Key,
            AsOf = file.AsOf,
            PolicyVersion = policy.VersionText,
            Currency = facts.Currency,
            Score = situation.Score,
            Band = situation.Band?.Name,
            Vetoes = situation.Vetoes,
            PossibleBands = situation.PossibleBands,
            MostTelling = situation.MostTelling,
            Limit = situation.Limit,
            LimitIsUnknown = situation.LimitIsUnknown ? true : null,
            StandingLimit = situation.StandingLimit,
            LimitSteps = limitSteps,
            ProposedLimit = situation.ProposedLimit,
            Group = GroupLimits.ToDecision(situation),
            Exposure = situation.Exposure.ToDecision(),
            Headroom = situation.Headroom is { } headroom ? new Money(headroom, facts.Currency) : null,
            OldestPastDueDays = facts.OldestPastDueDays,
            AverageDaysBeyondTerms = Read(situation, "average_days_beyond_terms"),
            Trend = TrendOf(situation),
            HoldReasons = situation.HoldReasons,
            HoldsKeptBy = situation.HoldsKeptBy is { Count: > 0 } kept ? kept : null,
            LiftedHolds = situation.LiftedHolds,
            PendingHolds = situation.PendingHolds,
            Orders = OrderChecks.Check(situation),
            Prequalification = prequalification,
            RecommendedTerms = RecommendedTerms(situation),
            Message = situation.IsTrial ? "" : AccountMessages.For(situation, prequalification),
            NextReview = PeriodicReview.Next(situation),
            Deals = deals,
            Overrides = situation.Overrides.Standings,
            ReviewRequests = situation.ReviewRequests,
        };
        foreach (var (from, to) in facts.Rates.Missing)
            facts.Warn($"There is no exchange rate from {from} to {to}, neither direct nor over {policy.Currency}.");
        return decision with
        {
            Inputs = situation.Inputs,
            Rates = facts.Rates.Used,
            Warnings = facts.Warnings.Count == 0 ? [] : [.. facts.Warnings.Distinct()],
            MissingRates = situation.LacksRates ? [.. facts.Rates.Missing.Select(p => new MissingRate(p.From, p.To))] : null,
            Contradictions = facts.Contradictions,
            Unreadable = file.Unreadable,
            Notes = situation.Notes.InOrder(situation),
            Reasons = situation.Reasons.Ranked,
            NextMoment = facts.Time.NextMoment,
        };
    }

    /// <summary>The value of one input that is read from the file; for examples and questions.</summary>
    /// <param name="file">The file, its lists in order.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="input">The input, of the policy's scope.</param>
    /// <param name="given">Values that stand in for what the file says; null for none.</param>
    public static Reading Read(CreditFile file, CreditPolicy policy, CreditInput input, IReadOnlyDictionary<CreditInput, Reading>? given = null) =>
        new Situation(new FactSheet(file, policy), policy, given).Read(input);

    /// <summary>The same, and the earliest moment at which time alone can change it; null when it cannot.</summary>
    /// <param name="file">The file, its lists in order.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="input">The input, of the policy's scope.</param>
    public static (Reading Reading, DateTimeOffset? Until) ReadUntil(CreditFile file, CreditPolicy policy, CreditInput input)
    {
        var facts = new FactSheet(file, policy);
        return (new Situation(facts, policy).Read(input), facts.Time.NextMoment);
    }

    private static PaymentTrend TrendOf(Situation situation) => Read(situation, "days_beyond_terms_trend") switch
    {
        null => PaymentTrend.Unknown,
        var days when days >= situation.Policy.Trend.Days => PaymentTrend.Deteriorating,
        var days when days <= -situation.Policy.Trend.Days => PaymentTrend.Improving,
        _ => PaymentTrend.Stable,
    };

    private static PaymentTerms RecommendedTerms(Situation situation) =>
        situation.HoldReasons.Count > 0 || situation.Limit.Kind == CreditLimitKind.None ? PaymentTerms.Prepaid : situation.LongestTerms;

    private static decimal? Read(Situation situation, string input) => InputCatalogue.TryGet(input, out var found) ? situation.Read(found).Number : null;
}
