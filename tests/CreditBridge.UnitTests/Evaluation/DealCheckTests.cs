using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class DealCheckTests
{
    private static readonly ReceivableRecord NotYetExpected = Files.Open("I1", Files.Today.AddDays(25), 40_000m);

    private static CreditFile With(params OpportunityRecord[] deals) => Files.Standard() with { OpenItems = [NotYetExpected], Opportunities = deals };

    private static DealCheck Check(CreditFile file, CreditPolicy? policy = null) => CreditEvaluator.Evaluate(file, policy ?? StarterPolicy.Policy).Deals[0];

    [Fact]
    public void DealWithinTheLimit_IsPrequalified()
    {
        var check = Check(With(Files.Deal("D1", 50_000m, PaymentTerms.Net(30))));
        check.Status.ShouldBe(DealStatus.Prequalified);
        check.ExposureAtClose.ShouldBe(Files.Euros(40_000m));
        check.HeadroomAfter.ShouldBe(Files.Euros(10_000m));
        check.RecommendedTerms.ShouldBe(PaymentTerms.Net(60));
        check.Alternatives.ShouldBeEmpty();
        check.ReviewDue.ShouldBeNull();
        check.Message.ShouldBe("Fits as it is, no review needed; EUR 10,000 of the limit is left after it.");
    }

    [Fact]
    public void DealOverTheLimit_GetsTheSmallestDepositAndFirstOrder()
    {
        // 60,000 will be free when it closes; 80,000 is asked for: 25 % less is exactly enough.
        var check = Check(With(Files.Deal("D1", 80_000m, PaymentTerms.Net(30))));
        check.Status.ShouldBe(DealStatus.Conditional);
        check.Message.ShouldBe("Does not fit as it is. When it closes, EUR 60,000 of the limit will be free, and EUR 80,000 is needed: EUR 20,000 too much. One of the alternatives clears it.");
        check.Alternatives.Select(a => a.Text).ShouldBe(
        [
            "A 25 % deposit (EUR 20,000) clears it: EUR 60,000 on Net 30 fits the limit exactly.",
            "A first order of EUR 60,000 (75 % of the deal) on Net 30 fits the limit exactly; the rest follows once it is paid.",
        ]);
        check.HeadroomAfter.ShouldBe(Files.Euros(-20_000m));
    }

    [Fact]
    public void TermsLongerThanTheBandAllows_AreShortened()
    {
        var check = Check(With(Files.Deal("D1", 10_000m, PaymentTerms.Net(90))));
        check.Status.ShouldBe(DealStatus.Conditional);
        check.Alternatives[0].Text.ShouldBe("Net 60 instead of Net 90 clears it: up to Net 60 needs no approval.");
    }

    [Fact]
    public void TooMuchOnTooLongTerms_BothAreChanged()
    {
        var check = Check(With(Files.Deal("D1", 80_000m, PaymentTerms.Net(90))));
        check.Alternatives.Select(a => a.Kind).ShouldBe(["deposit", "smaller_first_order"]);
        check.Alternatives.ShouldAllBe(a => a.Terms == PaymentTerms.Net(60));
        check.Alternatives[0].Text.ShouldContain("EUR 60,000 on Net 60 instead of Net 90 fits the limit");
    }

    [Fact]
    public void AlternativesFollowThePolicysOrder()
    {
        var policy = StarterPolicy.With("    - { offer: deposit, max_percent: 50, step_percent: 5 }\n    - { offer: smaller_first_order, min_percent: 25, step_percent: 5 }",
            "    - { offer: smaller_first_order, min_percent: 25, step_percent: 5 }\n    - { offer: deposit, max_percent: 50, step_percent: 5 }");
        Check(With(Files.Deal("D1", 80_000m, PaymentTerms.Net(30))), policy).Alternatives.Select(a => a.Kind).ShouldBe(["smaller_first_order", "deposit"]);
    }

    [Fact]
    public void FarTooLarge_DoesNotFit()
    {
        var check = Check(With(Files.Deal("D1", 400_000m, PaymentTerms.Net(30))));
        check.Status.ShouldBe(DealStatus.DoesNotFit);
        check.RecommendedTerms.ShouldBe(PaymentTerms.Prepaid);
        check.Message.ShouldContain("No change that the credit policy allows would make this deal fit.");
    }

    [Fact]
    public void VeryLargeDeal_IsAlwaysReviewed()
    {
        var file = With(Files.Deal("D1", 600_000m, PaymentTerms.Net(30)));
        file = file with { Customers = [Files.Customers(CreditLimit.Unlimited)] };
        var policy = StarterPolicy.With("  highest: 2_000_000 ", "  # highest: none ");
        var check = Check(file, policy);
        check.Status.ShouldBe(DealStatus.ReviewNeeded, check.Message);
        check.ReviewDue.ShouldNotBeNull();
        check.Alternatives.ShouldNotBeEmpty("they help whoever looks at it, and take nothing from the review");
        check.Message.ShouldContain("Deals above EUR 500,000 are always reviewed.");
        check.Message.ShouldNotContain("One of the alternatives clears it.");
        check.HeadroomAfter.ShouldBeNull();
    }

    [Fact]
    public void ReceiptsExpectedUntilTheCloseDate_FreeTheLimit()
    {
        // Pays on time: what is due in 10 days is paid when the deal closes in 14, what is due in 25 is not.
        var file = With(Files.Deal("D1", 50_000m, PaymentTerms.Net(30))) with { OpenItems = [NotYetExpected, Files.Open("I2", Files.Today.AddDays(10), 30_000m)] };
        Check(file).ExposureAtClose.ShouldBe(Files.Euros(40_000m));
    }

    [Fact]
    public void ReceiptsOfALatePayer_AreExpectedLater()
    {
        var file = With(Files.Deal("D1", 20_000m, PaymentTerms.Net(30)));
        file = file with { OpenItems = [Files.Open("I2", Files.Today.AddDays(10), 30_000m)], Payments = [Files.Paid("P1", Files.Today.AddDays(-20), daysLate: 8, 5_000m)] };
        Check(file).ExposureAtClose.ShouldBe(Files.Euros(30_000m));
    }

    [Fact]
    public void OverdueAndDisputedItems_AreNotExpectedToBePaid()
    {
        var disputed = Files.Open("I3", Files.Today.AddDays(5), 2_000m) with { Disputed = true };
        var file = With(Files.Deal("D1", 20_000m, PaymentTerms.Net(30))) with { OpenItems = [Files.Open("I2", Files.Today.AddDays(-3), 1_000m), disputed] };
        Check(file).ExposureAtClose.ShouldBe(Files.Euros(3_000m));
    }

    [Fact]
    public void OtherDealsClosingUntilThen_CountByProbability()
    {
        var other = Files.Deal("D2", 20_000m, PaymentTerms.Net(30), Files.Today.AddDays(7)) with { ProbabilityPercent = 75m };
        var later = Files.Deal("D3", 20_000m, PaymentTerms.Net(30), Files.Today.AddDays(15)) with { ProbabilityPercent = 75m };
        var unlikely = Files.Deal("D4", 20_000m, PaymentTerms.Net(30), Files.Today.AddDays(7)) with { ProbabilityPercent = 40m };
        var prepaid = Files.Deal("D5", 20_000m, PaymentTerms.Prepaid, Files.Today.AddDays(7)) with { ProbabilityPercent = 75m };
        Check(With(Files.Deal("D1", 10_000m, PaymentTerms.Net(30)), other, later, unlikely, prepaid)).ExposureAtClose.ShouldBe(Files.Euros(55_000m));
    }

    [Fact]
    public void OtherDealsThatUseUpTheLimit_AreNamed()
    {
        var other = Files.Deal("D2", 80_000m, PaymentTerms.Net(30), Files.Today.AddDays(7)) with { ProbabilityPercent = 75m };
        Check(With(Files.Deal("D1", 10_000m, PaymentTerms.Net(30)), other)).Message.ShouldContain(
            "When it closes, nothing of the limit will be free, and EUR 10,000 is needed: EUR 10,000 too much. Other open deals are expected to take EUR 60,000 until then.");
    }

    [Fact]
    public void AccountOnHold_DealWaits_PrepaidGoesAhead()
    {
        var file = With(Files.Deal("D1", 10_000m, PaymentTerms.Net(30)), Files.Deal("D2", 10_000m, PaymentTerms.Prepaid));
        file = file with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }] };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        decision.Deals[0].Status.ShouldBe(DealStatus.OnHold);
        decision.Deals[0].Message.ShouldBe("The account is on credit hold. The ERP has this customer on credit hold. Released when: credit lifts the hold in the ERP. An order that is paid in advance can go ahead.");
        decision.Deals[0].RecommendedTerms.ShouldBe(PaymentTerms.Prepaid);
        decision.Deals[1].Status.ShouldBe(DealStatus.Prequalified);
        CreditEvaluator.Evaluate(file, StarterPolicy.With("prepaid_may_proceed: yes", "prepaid_may_proceed: no")).Deals[1].Status.ShouldBe(DealStatus.OnHold);
    }

    [Fact]
    public void NoAmount_SaysHowMuchIsPossible()
    {
        var check = Check(With(Files.Deal("D1", null)));
        check.Status.ShouldBe(DealStatus.Conditional);
        check.Message.ShouldBe("No amount is named yet: up to EUR 60,000 on Net 30 needs no review. Assumed: Net 30, the terms agreed with the customer.");
    }

    [Fact]
    public void UnreadableTerms_AreNamed() =>
        Check(With(Files.Deal("D1", 10_000m) with { UnreadableTerms = "as usual" })).Message.ShouldContain("The requested terms 'as usual' could not be read");

    [Fact]
    public void DealInAnotherCurrency_IsAnsweredInIt()
    {
        // 60,000 EUR are free; at 0.8 EUR for a dollar that is 75,000 USD.
        var deal = Files.Deal("D1", null, PaymentTerms.Net(30)) with { Amount = new Money(100_000m, Files.Usd), Currency = Files.Usd };
        var decision = CreditEvaluator.Evaluate(With(deal), StarterPolicy.Policy);
        var check = decision.Deals[0];
        check.Currency.ShouldBe(Files.Usd);
        check.HeadroomAfter.ShouldBe(new Money(-25_000m, Files.Usd));
        check.Alternatives[0].Text.ShouldBe("A 25 % deposit (USD 25,000) clears it: USD 75,000 on Net 30 fits the limit exactly.");
        decision.Rates.ShouldContain(r => r.From == Files.Usd && r.To == Files.Eur && r.Rate == 0.8m && r.ValidFrom == new DateOnly(2026, 10, 1));
    }

    [Fact]
    public void DealWithoutExchangeRate_NeedsAReview()
    {
        var deal = Files.Deal("D1", null, PaymentTerms.Net(30)) with { Amount = new Money(1_000m, CurrencyCode.Parse("CHF")) };
        var decision = CreditEvaluator.Evaluate(With(deal), StarterPolicy.Policy);
        decision.Deals[0].Status.ShouldBe(DealStatus.ReviewNeeded);
        decision.Deals[0].ReviewDue.ShouldBe(new DateOnly(2026, 11, 4));
        decision.Warnings.ShouldContain("There is no exchange rate from CHF to EUR, neither direct nor over EUR.");
    }

    [Fact]
    public void PromisedReview_KeepsItsDay()
    {
        var deal = Files.Deal("D1", null, PaymentTerms.Net(30)) with { Amount = new Money(1_000m, CurrencyCode.Parse("CHF")) };
        var promised = new DateOnly(2026, 11, 3);
        var file = With(deal) with { Prior = new PriorStanding { PromisedReviews = new Dictionary<string, DateOnly> { ["D1"] = promised } } };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        decision.Deals[0].ReviewDue.ShouldBe(promised);
        decision.InputHash.ShouldBe(CreditEvaluator.Evaluate(With(deal), StarterPolicy.Policy).InputHash);
    }

    [Fact]
    public void LimitNotSet_NeedsAReview()
    {
        var file = With(Files.Deal("D1", 10_000m, PaymentTerms.Net(30))) with { Customers = [Files.Customers(CreditLimit.NotSet)], Payments = [] };
        var policy = StarterPolicy.With("    - name: ceiling of the band\n      use: by_band\n      amounts: { Low: 250_000, Moderate: 100_000, Elevated: 25_000, High: none }\n", "");
        var check = Check(file, policy);
        check.Status.ShouldBe(DealStatus.ReviewNeeded);
        check.Message.ShouldContain("No credit limit has been set for this customer yet.");
    }

    [Theory]
    [InlineData("from_probability: 50", "Discovery", false)]
    [InlineData("from_probability: 50", "Offer", true)]
    [InlineData("from_probability: 50", "Won", false)]
    [InlineData("from_stage: Offer", "Offer", true)]
    [InlineData("from_stage: Offer", "Discovery", false)]
    [InlineData("stages: [Discovery]", "Discovery", true)]
    [InlineData("stages: [Discovery]", "Offer", false)]
    public void CheckedDeals_AreChosenByTheCrmsOwnStages(string selection, string stage, bool isChecked)
    {
        var policy = StarterPolicy.With("    from_probability: 50\n", $"    {selection}\n");
        CreditEvaluator.Evaluate(With(Files.Deal("D1", 10_000m, stage: stage)), policy).Deals.Count.ShouldBe(isChecked ? 1 : 0);
    }

    [Fact]
    public void UnknownStageInThePolicy_IsAWarningThatNamesIt()
    {
        var policy = StarterPolicy.With("    from_probability: 50\n", "    stages: [Offer, Ofer]\n");
        CreditEvaluator.Evaluate(With(), policy).Warnings.ShouldHaveSingleItem().ShouldContain("'Ofer'");
    }
}
