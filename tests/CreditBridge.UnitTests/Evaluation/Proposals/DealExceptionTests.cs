using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Proposals;

public sealed class DealExceptionTests
{
    private static readonly CreditPolicy Policy = StarterPolicy.With("calendar:\n", "overrides:\n  highest_amount: 150_000\n  longest_days: 60\n  most_uses: 3\ncalendar:\n");

    private static OverrideRecord Exception(OverrideEffect effect, decimal cap) => new("X1", "001", effect, "Kim", "insured order", Files.Today.AddDays(-5))
    {
        AmountCap = Files.Euros(cap),
        ExpiresOn = Files.Today.AddDays(10),
    };

    private static CreditFile Full(params OverrideRecord[] exceptions) => Files.Standard() with
    {
        OpenItems = [Files.Open("I1", Files.Today.AddDays(25), 95_000m)],
        Opportunities = [Files.Deal("D1", 20_000m, PaymentTerms.Net(30))],
        Overrides = exceptions,
    };

    [Fact]
    public void ExceptionForDeals_ClearsTheDealAndIsUsedByItOnce()
    {
        var file = Full(Exception(OverrideEffect.ClearDeals, 20_000m));
        var decision = CreditEvaluator.Evaluate(file, Policy);
        decision.Deals[0].Status.ShouldBe(DealStatus.Prequalified);
        decision.Deals[0].ClearedBy.ShouldBe("X1");
        decision.Deals[0].Message.ShouldBe("Goes ahead: credit has granted an exception for it.");
        decision.Deals[0].HeadroomAfter.ShouldBe(Files.Euros(-15_000m));
        decision.Overrides[0].UsedBy.ShouldBe(["D1"]);
        var again = CreditEvaluator.Evaluate(file with { Prior = PriorStanding.Of(decision) }, Policy);
        DecisionHash.OfContent(again).ShouldBe(DecisionHash.OfContent(decision));
        CreditEvaluator.Evaluate(Full(Exception(OverrideEffect.ClearDeals, 19_999m)), Policy).Deals[0].ClearedBy.ShouldBeNull();
    }

    [Fact]
    public void DealThatPassesByItself_UsesNoException()
    {
        var file = Full(Exception(OverrideEffect.ClearDeals, 20_000m)) with { OpenItems = [] };
        var decision = CreditEvaluator.Evaluate(file, Policy);
        decision.Deals[0].ClearedBy.ShouldBeNull();
        decision.Overrides[0].UsedBy.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, DealStatus.Prequalified, "X1")]
    [InlineData(95_000, DealStatus.Conditional, null)]
    public void ExceptionFromTheHold_LeavesEverythingElseToTheCheck(int owed, DealStatus status, string? clearedBy)
    {
        var exception = Exception(OverrideEffect.ReleaseHold, 50_000m) with { Scope = OverrideScope.Deal, OpportunityKey = "D1" };
        var file = Full(exception) with
        {
            OpenItems = owed == 0 ? [] : [Files.Open("I1", Files.Today.AddDays(25), owed)],
            Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }],
        };
        var decision = CreditEvaluator.Evaluate(file, Policy);
        decision.OnHold.ShouldBeTrue();
        decision.Deals[0].Status.ShouldBe(status, decision.Deals[0].Message);
        decision.Deals[0].ClearedBy.ShouldBe(clearedBy);
    }

    [Fact]
    public void GroupWithLittleLeft_BoundsTheDeal()
    {
        var policy = OfferPolicy.Yaml.Replace("calendar:\n", "group:\n  limit: erp\ncalendar:\n", StringComparison.Ordinal);
        var file = Full() with
        {
            OpenItems = [Files.Open("I1", Files.Today.AddDays(25), 40_000m)],
            Group = new GroupStanding("000", "Sandberg Group",
                [new GroupMember("002", "Sandberg GmbH", [new GroupSum(Files.Euros(50_000m), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m))])])
            {
                TopLimits = [CreditLimit.Of(Files.Euros(100_000m))],
            },
        };
        var check = CreditEvaluator.Evaluate(file, StarterPolicy.Parse(policy)).Deals[0];
        check.Status.ShouldBe(DealStatus.Conditional);
        check.Message.ShouldBe("Does not fit as it is. When it closes, EUR 10,000 of the limit of its group of companies will be free, and EUR 20,000 is needed: EUR 10,000 too much. One of the alternatives clears it.");
        check.HeadroomAfter.ShouldBe(Files.Euros(-10_000m));
        check.Alternatives.Single(a => a.Kind == "deposit").Credit.ShouldBe(Files.Euros(10_000m));
    }

    [Fact]
    public void OrdersAndUnbilled_ArePaidByTheirTermsAtTheCustomersPace()
    {
        OpenOrderRecord Order(string key, decimal amount, DateOnly? delivery, PaymentTerms terms, OrderProgress progress = OrderProgress.Open) =>
            new(key, Files.Customer, key, Files.Today.AddDays(-5), Files.Euros(amount)) { DeliveryOn = delivery, Terms = terms, Progress = progress };
        var file = Full() with
        {
            OpenItems = [],
            Opportunities = [Files.Deal("D1", 10_000m, PaymentTerms.Net(30), Files.Today.AddDays(40))],
            Orders =
            [
                Order("paid until then", 1_000m, Files.Today.AddDays(20), PaymentTerms.Net(15)),
                Order("paid later", 2_000m, Files.Today.AddDays(20), PaymentTerms.Net(30)),
                Order("delivered when", 4_000m, null, PaymentTerms.Net(15)),
                Order("delivered and paid until then", 8_000m, Files.Today.AddDays(-3), PaymentTerms.Net(30), OrderProgress.DeliveredNotInvoiced),
                Order("should be delivered", 16_000m, Files.Today.AddDays(-3), PaymentTerms.Net(15)),
                Order("near enough by then", 32_000m, Files.Today.AddDays(60), PaymentTerms.Net(30)),
                Order("still too far", 64_000m, Files.Today.AddDays(80), PaymentTerms.Net(30)),
            ],
        };
        var policy = StarterPolicy.With("calendar:\n", "exposure:\n  buckets: { open_orders: { within_days: 30 } }\ncalendar:\n");
        CreditEvaluator.Evaluate(file, policy).Deals[0].ExposureAtClose.ShouldBe(Files.Euros(2_000m + 4_000m + 16_000m + 32_000m));
    }

    [Fact]
    public void OtherDealsInFull_AreSaidWhenTheyWouldBreakIt()
    {
        var other = Files.Deal("D2", 80_000m, PaymentTerms.Net(30), Files.Today.AddDays(7)) with { ProbabilityPercent = 60m };
        var file = Full() with { OpenItems = [], Opportunities = [Files.Deal("D1", 40_000m, PaymentTerms.Net(30)), other] };
        CreditEvaluator.Evaluate(file, Policy).Deals[0].Message.ShouldBe(
            "Fits as it is, no review needed; EUR 12,000 of the limit is left after it. Should 'Deal D2' be won in full before it closes, it no longer fits.");
    }

    [Theory]
    [InlineData("always: yes", DealStatus.OnHold)]
    [InlineData("checkpoints: { offer sent: 0 }", DealStatus.OnHold)]
    [InlineData("checkpoints: { offer sent: 5 }", DealStatus.Prequalified)]
    public void HoldAgainstAnEarlierCheck_StandsWhereThePolicySaysSo(string key, DealStatus status)
    {
        var policy = StarterPolicy.Parse(OfferPolicy.Yaml.Replace("      when: erp_hold\n", $"      when: erp_hold\n      {key}\n", StringComparison.Ordinal));
        var file = Full() with { OpenItems = [] };
        var prior = PriorStanding.Of(CreditEvaluator.Evaluate(file, policy));
        var held = file with
        {
            AsOf = Files.On(Files.Today.AddDays(1)),
            Prior = prior,
            Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }],
        };
        CreditEvaluator.Evaluate(held, policy).Deals[0].Status.ShouldBe(status);
    }
}
