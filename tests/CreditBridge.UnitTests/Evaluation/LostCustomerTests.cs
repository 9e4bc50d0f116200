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

/// <summary>A customer that is no longer in its ERP changes nothing by being gone, and the decision says so.</summary>
public sealed class LostCustomerTests
{
    private static readonly CreditPolicy s_policy = StarterPolicy.Parse(StarterPolicy.Yaml);
    private static readonly LostCustomer s_lost = new(Files.Customer, new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, CreditFile> Standings() => new()
    {
        { "nothing open", Files.Standard() },
        { "not due", Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(20), 50_000m)] } },
        { "long past due", Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)] } },
        { "over the limit", Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(20), 500_000m)] } },
        { "held in the ERP", Files.Standard() with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }] } },
    };

    [Theory]
    [MemberData(nameof(Standings))]
    public void Standing_StaysAsItIs_AndTheDecisionSaysWhy(string name, CreditFile file)
    {
        var before = CreditEvaluator.Evaluate(file, s_policy);
        var after = CreditEvaluator.Evaluate(file with { LostCustomers = [s_lost] }, s_policy);

        (after.Band, after.Limit, after.Headroom, after.OnHold, after.Exposure.Total).ShouldBe((before.Band, before.Limit, before.Headroom, before.OnHold, before.Exposure.Total), name);
        after.HoldReasons.Select(r => (r.Rule, r.Reason)).ShouldBe(before.HoldReasons.Select(r => (r.Rule, r.Reason)), name);
        after.HoldReasons.Select(r => r.ReleasedWhen).ShouldBe(before.HoldReasons.Select(r => r.ReleasedWhen), name);
        if (after.OnHold)
            after.HoldsKeptBy.ShouldHaveSingleItem().ShouldStartWith("Customer erp:1000/C1 is no longer in the ERP");
        else
            after.HoldsKeptBy.ShouldBeNull();
        after.Warnings.ShouldContain(w => w.StartsWith("Customer erp:1000/C1 has not been in the ERP since 2026-11-01.", StringComparison.Ordinal));
        after.InputHash.ShouldNotBe(before.InputHash);
    }

    [Fact]
    public void StoredFile_IsReplayed_AsItWas_AndAnOlderOneHasTheHashThatItHad()
    {
        var file = Files.Standard() with { LostCustomers = [s_lost] };
        var decision = CreditEvaluator.Evaluate(file, s_policy);
        CreditEvaluator.Evaluate(DecisionCodec.DecodeFile(DecisionCodec.Encode(decision, file, null)!), s_policy).ShouldBeEquivalentTo(decision);
        System.Text.Json.JsonSerializer.Serialize(Files.Standard(), CoreJson.Default.CreditFile).ShouldNotContain("lost", Case.Insensitive);
    }

    [Fact]
    public void ThatItWasLost_IsNamedAsTheCauseOfTheNewDecision()
    {
        var (before, after) = (Files.Standard(), Files.Standard() with { LostCustomers = [s_lost] });
        FileChanges.Between(CreditEvaluator.Evaluate(before, s_policy), before, CreditEvaluator.Evaluate(after, s_policy), after)
            .ShouldBe(["customer erp:1000/C1 is no longer in the ERP: what was last known of it counts"]);
    }
}
