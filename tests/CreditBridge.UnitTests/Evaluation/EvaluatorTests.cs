using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class EvaluatorTests
{
    [Fact]
    public void GoodCustomer_IsPrequalifiedWithinItsLimit()
    {
        var file = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(10), 20_000m)] };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        decision.Score!.Value.ShouldBe(100m);
        decision.Band.ShouldBe("Low");
        decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(100_000m)));
        decision.Headroom.ShouldBe(Files.Euros(80_000m));
        decision.OnHold.ShouldBeFalse();
        decision.Prequalification.IsPrequalified.ShouldBeTrue();
        decision.RecommendedTerms.ShouldBe(PaymentTerms.Net(60));
        decision.Message.ShouldBe("EUR 80,000 of the EUR 100,000 limit is free. Deals within it on terms up to Net 60 need no review.");
        decision.Warnings.ShouldBeEmpty();
    }
}
