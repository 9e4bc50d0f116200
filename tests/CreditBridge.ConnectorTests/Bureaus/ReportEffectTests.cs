using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Bureaus;

public sealed class ReportEffectTests
{
    [Fact]
    public void ReportThatDecidesTheBand_IsWorthBuying()
    {
        var effect = ReportEffect.Of(BureauPolicies.File(), BureauPolicies.Policy(), "creditsafe", BureauPolicies.Creditsafe);
        effect.ShouldSatisfyAllConditions(e => e.CanChange.ShouldBeTrue(), e => e.Why.ShouldContain("risk band"), e => e.Evaluations.ShouldBeLessThan(5));
    }

    [Fact]
    public void StrategicAccount_WhoseBandNoBureauChanges_IsNot()
    {
        var file = BureauPolicies.File();
        file = file with { Account = file.Account with { Attributes = new Dictionary<string, string> { ["strategic"] = "yes" } } };
        var policy = BureauPolicies.Policy(hold: "past_due_amount > 100");
        ReportEffect.Of(file, policy, "creditsafe", BureauPolicies.Creditsafe).ShouldSatisfyAllConditions(e => e.CanChange.ShouldBeFalse(), e => e.Why.ShouldContain("No possible answer"));
        ReportEffect.Of(file, BureauPolicies.Policy(), "creditsafe", BureauPolicies.Creditsafe).ShouldSatisfyAllConditions(e => e.CanChange.ShouldBeTrue(), e => e.Why.ShouldContain("hold"));
    }

    [Fact]
    public void WorstOfTwo_WhenOneIsAtTheWorstAlready_NothingCanChange()
    {
        var known = BureauPolicies.Report("dnb", BureauPolicies.Today.AddMonths(-1), 200, risk: 5);
        var policy = BureauPolicies.Policy(hold: "past_due_amount > 100");
        ReportEffect.Of(BureauPolicies.File(known), policy, "creditsafe", BureauPolicies.Creditsafe).CanChange.ShouldBeFalse();
        ReportEffect.Of(BureauPolicies.File(known with { RiskClass = 1 }), policy, "creditsafe", BureauPolicies.Creditsafe).CanChange.ShouldBeTrue();
    }

    [Fact]
    public void UnknownShape_CannotBeRuledOut() => ReportEffect.Of(BureauPolicies.File(), BureauPolicies.Policy(), "creditsafe", null).CanChange.ShouldBeTrue();

    /// <summary>Random policies: what is said agrees with evaluating every whole score, one after the other.</summary>
    [Fact]
    public void AgreesWithBruteForce()
    {
        var random = new Random(11);
        var (worth, notWorth) = (0, 0);
        for (var i = 0; i < 150; i++)
        {
            var (low, high, cut) = (random.Next(0, 100), random.Next(0, 130), random.Next(0, 140));
            var formula = random.Next(5) switch
            {
                0 => $"if(bureau_score >= {cut}, {low}, coalesce(50, {low}))",
                1 => $"coalesce({Math.Min(high, 100)} - {random.Next(0, 3)} * bureau_risk_class, 50)",
                2 => $"clamp(coalesce(bureau_score, 45), {low}, {Math.Max(low, Math.Min(high, 100))})",
                3 => $"max({low}, min(100, coalesce(bureau_score / 2, {low})))",
                _ => $"if(bureau_worst_risk_class = {random.Next(1, 7)}, {low}, 50)",
            };
            var policy = BureauPolicies.Policy(formula, $"bureau_score < {random.Next(-5, 3)}", limit: $"{random.Next(0, 50)}");
            var file = BureauPolicies.File();
            var expected = BruteForce(file, policy);
            ReportEffect.Of(file, policy, "creditsafe", BureauPolicies.Creditsafe).CanChange.ShouldBe(expected, formula);
            (worth, notWorth) = expected ? (worth + 1, notWorth) : (worth, notWorth + 1);
        }

        worth.ShouldBeGreaterThan(20);
        notWorth.ShouldBeGreaterThan(10);
    }

    private static bool BruteForce(CreditFile file, CreditPolicy policy)
    {
        var now = Answer(file, policy);
        foreach (var score in Enumerable.Range(0, 101).Select(n => (decimal?)n).Append(null))
        {
            int? risk = score switch { null => null, <= 20 => 5, <= 29 => 4, <= 50 => 3, <= 70 => 2, _ => 1 };
            var report = new BureauReportRecord("001/creditsafe", CreditParty.Account("001"), "creditsafe", BureauPolicies.Today) { Score = score, RiskClass = risk };
            if (Answer(file with { BureauReports = [report] }, policy) != now)
                return true;
        }

        return false;
    }

    private static string Answer(CreditFile file, CreditPolicy policy)
    {
        var decision = CreditEvaluator.Evaluate(file, policy);
        return $"{decision.Band} {decision.Limit} {decision.OnHold} {decision.Prequalification.IsPrequalified} {decision.RecommendedTerms} {string.Join(",", decision.Deals.Select(d => d.Status))}";
    }
}
