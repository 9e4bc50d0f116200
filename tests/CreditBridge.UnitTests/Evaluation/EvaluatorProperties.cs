using System.Runtime.CompilerServices;
using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class EvaluatorProperties
{
    private static readonly CreditPolicy[] Policies =
    [
        StarterPolicy.Policy,
        StarterPolicy.With("erp: erp_wins ", "erp: lower_of_both "),
        StarterPolicy.With("not_set_means: not_set ", "not_set_means: none "),
        StarterPolicy.With("missing: reallocate", "missing: zero"),
        StarterPolicy.With("currency: EUR", "currency: USD"),
        StarterPolicy.With("credits_reduce_exposure: yes", "credits_reduce_exposure: no"),
        StarterPolicy.With("credits_reduce_exposure: yes", "credits_reduce_exposure: yes\n  credits_reduce_past_due: yes"),
        StarterPolicy.With("disputed_counts_as_exposure: yes", "disputed_counts_as_exposure: no"),
        StarterPolicy.With("prepaid_may_proceed: yes", "prepaid_may_proceed: no"),
        StarterPolicy.With("combine: most_restrictive ", "combine: first_match "),
        StarterPolicy.With("past_due_after_days: 0 ", "past_due_after_days: 5 "),
        OfferPolicy.Everything,
        StarterPolicy.With("calendar:\n", "exposure:\n  buckets: { open_orders: { within_days: 60 }, pipeline: { counts: yes, from_probability: 30 }, secured: { counts: yes }, unbilled: { limit: 5_000 } }\ncalendar:\n"),
        CompletePolicy.Policy,
        StarterPolicy.With("from_probability: 50\n  other", "stages: [Offer, Gone]\n    from_stage: Negotiation\n  other"),
    ];

    private static void ForAll(int cases, Action<int> property, [CallerMemberName] string name = "") =>
        Check.One(Cases.Of(cases, name), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property));

    private static CreditPolicy PolicyOf(int seed) => Policies[seed % Policies.Length];

    [Fact]
    public void AnyFile_UnderAnyPolicy_NeverThrowsAndCanBeWrittenAndExplained() => ForAll(1500, seed =>
    {
        var decision = CreditEvaluator.Evaluate(RandomFiles.Absurd(seed), PolicyOf(seed));
        DecisionFields.Project(decision, ["O1", "gone"]).Count.ShouldBeGreaterThanOrEqualTo(2);
        Explanation.Of(decision, Audience.Rep).ShouldNotBeEmpty();
        Explanation.Of(decision, Audience.Credit).ShouldNotBeEmpty();
        var stored = JsonSerializer.SerializeToUtf8Bytes(decision, CoreJson.Default.CreditDecision);
        var read = JsonSerializer.Deserialize(stored, CoreJson.Default.CreditDecision)!;
        JsonSerializer.SerializeToUtf8Bytes(read, CoreJson.Default.CreditDecision).ShouldBe(stored);
    });

    [Fact]
    public void SameFile_ReadBackFromJson_GivesTheSameDecision() => ForAll(500, seed =>
    {
        var file = RandomFiles.Absurd(seed);
        var stored = JsonSerializer.Deserialize(JsonSerializer.Serialize(file, CoreJson.Default.CreditFile), CoreJson.Default.CreditFile)!;
        Text(CreditEvaluator.Evaluate(stored, PolicyOf(seed))).ShouldBe(Text(CreditEvaluator.Evaluate(file, PolicyOf(seed))));
    });

    [Fact]
    public void OrderOfLists_NeverShows() => ForAll(1000, seed =>
    {
        var file = RandomFiles.Absurd(seed);
        Text(CreditEvaluator.Evaluate(RandomFiles.Shuffled(file, seed), PolicyOf(seed))).ShouldBe(Text(CreditEvaluator.Evaluate(file, PolicyOf(seed))));
    });

    [Fact]
    public void Buckets_AddUpToTheTotal() => ForAll(500, seed =>
    {
        var exposure = CreditEvaluator.Evaluate(RandomFiles.Absurd(seed), PolicyOf(seed)).Exposure;
        exposure.Total.HasValue.ShouldBe(exposure.Buckets.Where(b => b.Counts).All(b => b.Amount.HasValue), "a sum is known when all of it is");
        if (exposure.Total is not { } total || exposure.Buckets.Any(b => b.Amount is null))
            return;
        total.Amount.ShouldBe(exposure.Buckets.Where(b => b.Counts).Sum(b => b.Amount!.Value.Amount));
        exposure.OpenReceivables!.Value.Amount.ShouldBe(exposure.Buckets.Take(3).Sum(b => b.Amount!.Value.Amount));
        exposure.PastDue!.Value.ShouldBeLessThanOrEqualTo(exposure.OpenReceivables.Value);
        exposure.Disputed!.Value.ShouldBeLessThanOrEqualTo(exposure.OpenReceivables.Value);
        exposure.Credits!.Value.Amount.ShouldBeLessThanOrEqualTo(0m);
    });

    // Holds for every policy whose formulas and conditions do not ask for it (a limit that grows with what is owed), with groups, securities and exceptions as well. It
    // says nothing about a change that is too large to be made without a person: there the limit stays, while a smaller one would be made.
    [Fact]
    public void RaisingAReceivable_NeverRaisesHeadroom() => ForAll(1500, seed =>
    {
        var file = (seed % 2 == 0 ? RandomFiles.Ordinary(seed) : RandomFiles.Absurd(seed)) with { Prior = PriorStanding.None };
        if (file.OpenItems.Count == 0)
            return;
        var raised = file.OpenItems[seed % file.OpenItems.Count];
        var amount = raised.OpenAmount.Amount < 1e15m ? raised.OpenAmount.Amount + seed % 40_000 + 0.01m : raised.OpenAmount.Amount;
        var after = file with { OpenItems = [.. file.OpenItems.Select(i => i == raised ? i with { OpenAmount = i.OpenAmount with { Amount = amount } } : i)] };
        foreach (var policy in Policies)
        {
            if (CreditEvaluator.Evaluate(file, policy).Headroom is { } before && CreditEvaluator.Evaluate(after, policy).Headroom is { } now)
                now.ShouldBeLessThanOrEqualTo(before);
        }
    });

    [Fact]
    public void EveryAlternative_PassesWhenTheChangedDealIsEvaluated()
    {
        var seen = new HashSet<string>();
        ForAll(1500, seed =>
        {
            var file = seed % 4 == 0 ? RandomFiles.Absurd(seed) : RandomFiles.Ordinary(seed);
            var policy = seed % 3 == 0 ? PolicyOf(seed) : OfferPolicy.Everything;
            var decision = CreditEvaluator.Evaluate(file, policy);
            foreach (var deal in decision.Deals)
            {
                foreach (var alternative in deal.Alternatives)
                {
                    seen.Add(alternative.Kind);
                    var atRisk = alternative.Credit - (alternative.Secured ?? Money.Zero(deal.Currency));
                    if (atRisk.IsZero)
                        continue;
                    OpportunityRecord Changed(OpportunityRecord o) => o.Key == deal.OpportunityKey ? o with { Amount = atRisk, RequestedTerms = alternative.Terms } : o;
                    var changed = CreditEvaluator.Evaluate(file with
                    {
                        Prior = PriorStanding.Of(decision),
                        Opportunities = [.. file.Opportunities.Select(Changed)],
                        OpenItems = [.. file.OpenItems.Where(i => !alternative.PaidFirst.Contains(i.Document))],
                    }, policy);
                    var check = changed.Deals.Single(d => d.OpportunityKey == deal.OpportunityKey);
                    check.Status.ShouldBe(DealStatus.Prequalified, alternative.Text);
                    check.HeadroomAfter.ShouldBe(alternative.HeadroomAfter);
                }
            }
        });
        seen.ShouldBe(["deposit", "shorter_terms", "smaller_first_order", "letter_of_credit", "insured_part", "guarantee", "pay_previous_first"], ignoreOrder: true);
    }

    [Fact]
    public void BeforeItsNextMoment_ADecisionNeverChanges() => ForAll(400, seed =>
    {
        var file = (seed % 3 == 0 ? RandomFiles.Absurd(seed) : RandomFiles.Ordinary(seed)) with { AsOf = Files.On(Files.Today.AddDays(seed % 400)) };
        var policy = PolicyOf(seed);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        for (var step = 0; step < 6; step++)
        {
            var decision = CreditEvaluator.Evaluate(file, policy);
            var promised = file with { Prior = PriorStanding.Of(decision) };
            var horizon = decision.NextMoment is { } next ? next.AddSeconds(-1) : file.AsOf.Instant.AddYears(3);
            horizon.ShouldBeGreaterThanOrEqualTo(file.AsOf.Instant);
            // The moments just before the change are the ones that would show it; a few between them for good measure.
            foreach (var moment in new[] { horizon, file.AsOf.Instant + (horizon - file.AsOf.Instant) / 2, file.AsOf.Instant.AddDays(1) })
            {
                if (moment <= horizon)
                    DecisionHash.OfContent(CreditEvaluator.Evaluate(promised with { AsOf = AsOf.At(moment, zone) }, policy)).ShouldBe(DecisionHash.OfContent(decision), $"seed {seed}: between {file.AsOf.Instant} and {decision.NextMoment}, at {moment}");
            }

            if (decision.NextMoment is not { } later)
                return;
            file = promised with { AsOf = AsOf.At(later, zone) };
        }
    });

    [Fact]
    public void CreditsOnly_NeverCauseAHold() => ForAll(300, seed =>
    {
        var file = RandomFiles.Ordinary(seed) with { Overrides = [], Orders = [], Prior = PriorStanding.None };
        var credits = file.OpenItems.Select(i => i with { Type = seed % 2 == 0 ? DocumentType.CreditNote : DocumentType.UnappliedCash, OpenAmount = i.OpenAmount with { Amount = -Math.Abs(i.OpenAmount.Amount) } });
        var decision = CreditEvaluator.Evaluate(file with { OpenItems = [.. credits], Customers = [.. file.Customers.Select(c => c with { OnHold = false })] }, StarterPolicy.Policy);
        decision.OnHold.ShouldBeFalse();
        decision.OldestPastDueDays.ShouldBe(0);
    });

    private static string Text(CreditDecision decision) => JsonSerializer.Serialize(decision, CoreJson.Default.CreditDecision);
}
