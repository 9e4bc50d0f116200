using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Watch;
using CreditBridge.UnitTests.Policies;

namespace CreditBridge.UnitTests.Watch;

/// <summary>An account as the watch list sees it, by its decision.</summary>
internal static class Watching
{
    public static readonly DateOnly Today = new(2026, 11, 23);
    public static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    public static readonly WatchRules Rules = new();

    public static Money Euros(decimal amount) => new(amount, Eur);

    /// <summary>A good customer: low risk, prequalified, pays two days early, 100,000 of limit and all of it free.</summary>
    public static CreditDecision Good(DateOnly on) => new()
    {
        Id = "d-1", AccountKey = "001", AsOf = new AsOf(new DateTimeOffset(on.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero), on, "UTC"), PolicyVersion = StarterPolicy.Policy.VersionText,
        InputHash = "", Currency = Eur, Score = new ScoreResult(90m, []), Band = "Low", Limit = CreditLimit.Of(Euros(100_000m)), Headroom = Euros(100_000m),
        Exposure = new Exposure(Euros(0m), Euros(0m), Euros(0m), Euros(0m), Euros(0m)), AverageDaysBeyondTerms = -2m, Trend = PaymentTrend.Stable,
        Prequalification = new Prequalification(true, []), RecommendedTerms = PaymentTerms.Net(30),
    };

    public static CreditDecision Scoring(this CreditDecision decision, decimal score, string band) => decision with { Score = new ScoreResult(score, []), Band = band };

    public static CreditDecision Held(this CreditDecision decision) => decision with { HoldReasons = [new HoldReason("seriously past due", "60 days past due", "it is paid")] };

    public static CreditDecision PastDue(this CreditDecision decision, decimal pastDue, decimal open = 1_000m) =>
        decision with { Exposure = decision.Exposure with { PastDue = Euros(pastDue), OpenReceivables = Euros(open) } };

    public static OpportunityRecord Deal(string key, decimal? amount, DateOnly? close = null, bool closed = false) =>
        new(key, "Line " + key, "Proposal", close ?? Today.AddDays(20)) { AccountKey = "001", Amount = amount is { } a ? Euros(a) : null, IsClosed = closed, OwnerKey = "u1" };

    public static WatchCase Case(CreditDecision now, CreditDecision? before = null, DateOnly? today = null, params OpportunityRecord[] deals) =>
        new(new AccountRecord("001", "Halden") { OwnerKey = "u1" }, now, StarterPolicy.Policy, today ?? Today)
        {
            Before = before is null ? null : CreditStanding.Of(before),
            Pipeline = OpenPipeline.Of(deals, Eur, today ?? Today, m => m.Currency == Eur ? m.Amount : null),
        };
}
