using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Changes;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>An account whose key is in no ERP looks no better than what is known of it, and everybody is told why.</summary>
public sealed class UndeliveredCustomerTests
{
    private const string Sentence = "The account is linked to customer key erp:1000/C1x, and that is in no ERP: what it owes is not known until the key is corrected.";

    private static readonly CreditPolicy s_policy = StarterPolicy.Parse(StarterPolicy.Yaml);
    private static readonly CustomerKey s_mistyped = CustomerKey.Parse("erp:1000/C1x");
    private static readonly CreditFile s_held = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)] };

    // What is left of a file when the only key is mistyped.
    private static CreditFile Mistyped(CreditFile file) => file with
    {
        Account = file.Account with { CustomerKeys = [s_mistyped] },
        Customers = [],
        OpenItems = [],
        Payments = [],
        UnknownCustomers = [s_mistyped],
    };

    [Fact]
    public void OnlyKeyMistyped_NoScore_NotPrequalified_DealsToAPerson_AndTheTruthIsSaid()
    {
        var decision = CreditEvaluator.Evaluate(Mistyped(Files.Standard()) with { Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] }, s_policy);

        (decision.Score, decision.Band, decision.Headroom, decision.Prequalification.IsPrequalified).ShouldBe((null, null, null, false));
        (decision.Exposure.Total, decision.Exposure.PastDue, decision.Exposure.OpenReceivables).ShouldBe((null, null, null), "not known is not zero");
        decision.Exposure.Buckets.ShouldAllBe(b => b.Amount == null);
        decision.Message.ShouldContain(Sentence);
        decision.Message.ShouldNotContain("not linked");
        decision.Warnings.ShouldContain(w => w.StartsWith("No ERP delivers customer erp:1000/C1x", StringComparison.Ordinal));
        var deal = decision.Deals.ShouldHaveSingleItem();
        deal.Status.ShouldBe(DealStatus.ReviewNeeded);
        deal.Message.ShouldContain(Sentence);
        deal.Message.IndexOf(Sentence, StringComparison.Ordinal).ShouldBe(deal.Message.LastIndexOf(Sentence, StringComparison.Ordinal), "it is said once");
        deal.Message.ShouldNotContain("exchange rate");
        deal.Alternatives.ShouldBeEmpty();
    }

    [Fact]
    public void OneKeyOfTwoMistyped_IsNotPrequalified_EitherAlone()
    {
        var decision = CreditEvaluator.Evaluate(Files.Standard() with { UnknownCustomers = [s_mistyped], Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] }, s_policy);

        CreditEvaluator.Evaluate(Files.Standard(), s_policy).Prequalification.IsPrequalified.ShouldBeTrue();
        decision.Prequalification.Unmet.ShouldBe([Sentence]);
        (decision.Headroom, decision.Deals[0].Status).ShouldBe((null, DealStatus.ReviewNeeded));
        decision.Score.ShouldNotBeNull("what is known of the other customer is known");
    }

    [Fact]
    public void Hold_StaysWhenTheKeyIsMistyped_AndGoesOrStaysByTheFactsOnceItIsCorrected()
    {
        var before = CreditEvaluator.Evaluate(s_held, s_policy);
        before.OnHold.ShouldBeTrue();
        var mistyped = CreditEvaluator.Evaluate(Mistyped(s_held) with { Prior = PriorStanding.Of(before) }, s_policy);

        mistyped.HoldReasons.Select(r => (r.Rule, r.Since)).ShouldBe(before.HoldReasons.Select(r => (r.Rule, r.Since)));
        mistyped.HoldReasons.ShouldAllBe(r => r.ReleasedWhen.Contains("Customer key erp:1000/C1x of the account is in no ERP", StringComparison.Ordinal));
        mistyped.Message.ShouldNotContain("become better");
        var still = CreditEvaluator.Evaluate(Mistyped(s_held) with { Prior = PriorStanding.Of(mistyped) }, s_policy);
        still.OnHold.ShouldBeTrue();
        CreditEvaluator.Evaluate(s_held with { Prior = PriorStanding.Of(still) }, s_policy).OnHold.ShouldBeTrue();
        CreditEvaluator.Evaluate(Files.Standard() with { Prior = PriorStanding.Of(still) }, s_policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void AccountThatWasNotOnHold_IsNotPutOnHoldByATypingMistake()
    {
        var before = CreditEvaluator.Evaluate(Files.Standard(), s_policy);
        CreditEvaluator.Evaluate(Mistyped(Files.Standard()) with { Prior = PriorStanding.Of(before) }, s_policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void Causes_NameTheKey_WhenItComesAndWhenItGoes()
    {
        var (good, bad) = (Files.Standard(), Files.Standard() with { UnknownCustomers = [s_mistyped] });
        Causes(good, bad).ShouldBe(["customer key erp:1000/C1x is in no ERP"]);
        Causes(bad, good).ShouldBe(["customer key erp:1000/C1x, which was in no ERP, is delivered or was corrected"]);

        static IReadOnlyList<string> Causes(CreditFile a, CreditFile b) => FileChanges.Between(CreditEvaluator.Evaluate(a, s_policy), a, CreditEvaluator.Evaluate(b, s_policy), b);
    }
}
