using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Evaluation;
using CreditBridge.UnitTests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using WhatIf = CreditBridge.Core.Evaluation.Counterfactuals.Counterfactuals;

namespace CreditBridge.UnitTests.Decisions.Explanations;

public sealed class ExplanationTests
{
    private static readonly CreditFile Held = Files.Standard() with
    {
        OpenItems = [Files.Open("R-1", Files.Today.AddDays(-45), 4_000m), Files.Open("R-2", Files.Today.AddDays(-3), 2_000m)],
        Opportunities = [Files.Deal("D1", 20_000m, PaymentTerms.Net(30)), Files.Deal("D2", 200_000m, PaymentTerms.Net(30))],
    };

    private static readonly CreditDecision HeldDecision = CreditEvaluator.Evaluate(Held, OfferPolicy.Everything);

    private static IReadOnlyList<string> Texts(IEnumerable<ExplanationLine> lines) => [.. lines.Select(l => $"{l.Section} | {l.Text}")];

    [Fact]
    public void Customer_ReadsWhyAndWhatItCanDo() =>
        Texts(Explanation.Of(HeldDecision, Audience.Customer, WhatIf.Of(Held, OfferPolicy.Everything))).ShouldBe(
        [
            "Your credit account | New orders on credit are stopped at the moment.",
            "Principal reasons | Invoices of EUR 6,000 are past due.",
            "What you can do | R-1 paid (EUR 4,000): then new orders on credit can go ahead again",
            "What you can do | If you think that this rests on wrong information, or want the reasons in writing, please talk to your contact with us.",
        ]);

    [Fact]
    public void Customer_ReadsAtMostFourReasonsAndTheirCodes()
    {
        var decision = HeldDecision with
        {
            Reasons = [.. Enumerable.Range(1, 6).Select(i => new DecisionReason($"factor:{i}", $"internal {i}", 10m - i) { ForCustomer = i == 2 ? null : $"Reason {i}.", EdifactCode = i })],
        };
        var reasons = Explanation.Of(decision, Audience.Customer).Where(l => l.Section == "Principal reasons").ToList();
        reasons.Select(r => r.Text).ShouldBe(["Reason 1.", "Reason 3.", "Reason 4.", "Reason 5."]);
        reasons.Select(r => r.EdifactCode).ShouldBe([1, 3, 4, 5]);
    }

    [Fact]
    public void Customer_WithNothingAgainstIt_ReadsNoReasons() =>
        Texts(Explanation.Of(CreditEvaluator.Evaluate(Files.Standard(), StarterPolicy.Policy), Audience.Customer)).ShouldBe(["Your credit account | Orders on credit go ahead as usual."]);

    [Fact]
    public void Deal_ForTheCustomer_SaysWhatWouldMakeItGoAhead()
    {
        var file = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(25), 40_000m)], Opportunities = [Files.Deal("D1", 80_000m, PaymentTerms.Net(30))] };
        Texts(Explanation.OfDeal(CreditEvaluator.Evaluate(file, OfferPolicy.Everything), "D1", Audience.Customer)).ShouldBe(
        [
            "Your request | It cannot go ahead exactly as requested; it can with one of these changes:",
            "Your request | With a deposit of EUR 20,000, and EUR 60,000 on Net 30.",
            "Your request | With a first order of EUR 60,000 on Net 30; then EUR 20,000 from 2026-11-27.",
            "Your request | With a letter of credit over EUR 24,000, on Net 30.",
            "Your request | Once EUR 24,000 of it are insured, on Net 30.",
            "Your request | With a guarantee over EUR 20,000, on Net 30.",
        ]);
        Explanation.OfDeal(CreditEvaluator.Evaluate(file, OfferPolicy.Everything), "D9", Audience.Customer).ShouldBeEmpty();
    }

    [Fact]
    public void Credit_ReadsEverything()
    {
        var decision = HeldDecision with
        {
            Vetoes = [new AppliedVeto("insolvency", "Insolvency was filed.", "High")],
            PossibleBands = new BandRange("Moderate", "Low"),
            MostTelling = new MostTelling("bureau_score", 12m, true),
            ProposedLimit = new ProposedLimit(CreditLimit.None, CreditLimit.Of(Files.Euros(5_000m)), "A rise of more than 20 % needs a person."),
            Group = new GroupCredit("G1", "Holding", CreditLimit.Of(Files.Euros(9_000m)), Files.Euros(1_000m), Files.Euros(8_000m)),
            LiftedHolds = [new LiftedHold("far over the limit", "insured", "All of it is insured.")],
            Orders = [new OrderCheck("4711", Files.Euros(100m), true, "It can still be stopped.")],
            Overrides = [new OverrideStanding("X-1", Abstractions.Records.OverrideEffect.ReleaseHold, OverrideState.UsedUp, "Used as often as allowed.", ["D7"])],
            Notes = [new DecisionNote("division_by_zero", "A ratio has no result.")],
            Reasons = [new DecisionReason("hold:seriously past due", "Past due.", null) { EdifactCode = 15 }],
            ReviewRequests = ["limit change"],
        };
        var text = string.Join('\n', Texts(Explanation.Of(decision, Audience.Credit, WhatIf.Of(Held, OfferPolicy.Everything))));
        foreach (var expected in (string[])["Veto 'insolvency'", "Possible bands: from Moderate to Low", "bureau_score would narrow the score by 12 points and settle the band", "Proposed: EUR 5,000 instead of",
            "Group | Left: EUR 8,000", "'far over the limit' is lifted by 'insured'", "Order 4711 (EUR 100) waits", "X-1, release hold, used up: Used as often as allowed. Used by D7.", "division_by_zero: A ratio",
            "EDIFACT 4509: 15", "What would change it | R-1 paid (EUR 4,000): the hold ends", "For a person to look at | limit change", "(rule 'seriously past due'", "Inputs | oldest_past_due_days: 45 days"])
            text.ShouldContain(expected);
        var rep = string.Join('\n', Texts(Explanation.Of(decision, Audience.Rep)));
        rep.ShouldNotContain("Holding");
        rep.ShouldNotContain("bureau");
    }

    [Fact]
    public void RepsAndCustomers_NeverReadScoresInputsOrRatios() => Check.One(Cases.Of(250), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var file = RandomFiles.Ordinary(seed);
        var decision = CreditEvaluator.Evaluate(file, OfferPolicy.Everything);
        var counterfactuals = seed % 5 == 0 ? WhatIf.Of(file, OfferPolicy.Everything) : null;
        foreach (var audience in (Audience[])[Audience.Rep, Audience.Customer])
        {
            IEnumerable<ExplanationLine> lines = [.. Explanation.Of(decision, audience, counterfactuals), .. decision.Deals.SelectMany(d => Explanation.OfDeal(decision, d.OpportunityKey, audience))];
            foreach (var line in lines)
            {
                foreach (var input in OfferPolicy.Everything.Inputs.All.Where(i => i.Name.Contains('_', StringComparison.Ordinal)))
                    line.Text.ShouldNotContain(input.Name);
                line.Text.ShouldNotContain("score");
                line.Text.ShouldNotContain("beyond terms");
                if (audience == Audience.Customer)
                {
                    line.Text.ShouldNotContain("limit");
                    line.Text.ShouldNotContain("%");
                    line.Text.ShouldNotContain("band");
                    line.Text.ShouldNotContain("Deal ");
                }
            }
        }
    }));

    [Fact]
    public void DecisionOfAnEarlierVersion_IsExplainedWithoutBuckets()
    {
        var old = HeldDecision with { Exposure = HeldDecision.Exposure with { Buckets = [] } };
        Texts(Explanation.Of(old, Audience.Credit)).ShouldContain("Exposure | of these past due: EUR 6,000");
    }
}
