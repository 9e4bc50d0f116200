using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using WhatIf = CreditBridge.Core.Evaluation.Counterfactuals.Counterfactuals;

namespace CreditBridge.UnitTests.Evaluation.Counterfactuals;

public sealed class CounterfactualTests
{
    private static CreditFile Owing(params ReceivableRecord[] items) => Files.Standard() with { OpenItems = items };

    private static IReadOnlyList<string> Of(CreditFile file, CreditPolicy? policy = null) => [.. WhatIf.Of(file, policy ?? StarterPolicy.Policy).Select(c => $"{c.What}: {c.Then}")];

    [Fact]
    public void HoldForWhatIsPastDue_EndsWithTheOldestInvoice()
    {
        var file = Owing(Files.Open("R-1", Files.Today.AddDays(-45), 4_000m), Files.Open("R-2", Files.Today.AddDays(-40), 2_000m), Files.Open("R-3", Files.Today.AddDays(-3), 1_000m));
        var found = WhatIf.Of(file, StarterPolicy.Policy);
        found[0].ShouldBe(new Counterfactual("R-1 and R-2 paid (EUR 6,000)", "the hold ends") { ForCustomer = true, ForSales = true });
        Of(file).ShouldContain("oldest_past_due_days at most 30 (now 45): the hold ends");
        Of(file).ShouldContain("past_due_amount at most EUR 500 (now EUR 7,000): the hold ends");
        found.Where(c => c.ForCustomer).ShouldAllBe(c => c.What.StartsWith("R-1", StringComparison.Ordinal));
    }

    [Fact]
    public void PaymentBehaviour_SaysAtWhichValueTheBandChanges()
    {
        // Everything else is perfect: 65 points for 12.4 days beyond terms make 88, and 85 for up to 5 days make 95. Low begins at 90 here.
        var policy = StarterPolicy.With("{ name: Low, from: 80,", "{ name: Low, from: 90,");
        var file = Files.Standard() with { Payments = [Files.Paid("P1", Files.Today.AddDays(-20), 12, 6_000m), Files.Paid("P2", Files.Today.AddDays(-20), 13, 4_000m)] };
        CreditEvaluator.Evaluate(file, policy).Band.ShouldBe("Moderate");
        Of(file, policy)[0].ShouldBe("average_days_beyond_terms at most 5 (now 12.4): risk band Low");
        WhatIf.Of(file, policy)[0].ForSales.ShouldBeFalse();
        WhatIf.Of(file, policy)[0].ForCustomer.ShouldBeFalse();
    }

    [Fact]
    public void HoldOfTheErp_EndsInTheErpOnly()
    {
        var file = Files.Standard() with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }] };
        Of(file).ShouldContain("erp_hold no (now yes): the hold ends");
        Of(file).ShouldContain("erp_hold no (now yes): the account is prequalified");
    }

    [Fact]
    public void WhatMakesItWorse_ComesLastAndIsNotForSales()
    {
        var found = WhatIf.Of(Files.Standard(), StarterPolicy.Policy);
        found.ShouldContain(c => c.What == "oldest_past_due_days above 30 (now 0)" && c.Then == "the account is no longer prequalified");
        found.ShouldAllBe(c => !c.ForSales && !c.ForCustomer);
    }

    [Fact]
    public void FewestPayments_AreFoundForEveryAspect() => Check.One(Cases.Of(60), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var file = RandomFiles.Ordinary(seed);
        var before = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        foreach (var found in WhatIf.Of(file, StarterPolicy.Policy))
        {
            if (!before.OnHold || found.Then != "the hold ends" || !found.ForCustomer || found.What.Contains(" more documents", StringComparison.Ordinal))
                continue;
            var documents = found.What[..found.What.IndexOf(" paid", StringComparison.Ordinal)].Split([", ", " and "], StringSplitOptions.None);

            // The payments come after this decision: a hold that begins with it lasts until it is released, which may take less than it took to begin.
            CreditDecision Without(IEnumerable<string> paid) => CreditEvaluator.Evaluate(file with { Prior = PriorStanding.Of(before), OpenItems = [.. file.OpenItems.Where(i => !paid.Contains(i.Document))] }, StarterPolicy.Policy);
            Without(documents).OnHold.ShouldBeFalse(found.What);
            Without(documents.SkipLast(1)).OnHold.ShouldBeTrue(found.What);
        }
    }));

    [Fact]
    public void AnyFile_NeverThrows_AndItsAnswerIsAlwaysTheSame() => Check.One(Cases.Of(60), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var file = RandomFiles.Absurd(seed);
        WhatIf.Of(file, OfferPolicy.Everything).ShouldBe(WhatIf.Of(RandomFiles.Shuffled(file, seed), OfferPolicy.Everything));
    }));
}
