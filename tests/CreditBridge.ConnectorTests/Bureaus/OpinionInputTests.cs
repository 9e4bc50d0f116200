using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Bureaus;

/// <summary>A bureau that answered and has no opinion is another thing than one that was never asked, and a policy can tell.</summary>
public sealed class OpinionInputTests
{
    private const string Inputs = """
        inputs:
          - { name: dnb_has_opinion, bureau: { field: has_opinion, provider: dnb } }
          - { name: all_have_opinions, bureau: { field: has_opinion, of: worst } }
          - { name: bankrupt, bureau: { field: has_code, code: bankruptcy } }
          - { name: bankrupt_anywhere, bureau: { field: has_code, code: Bankruptcy, of: worst } }
        """;

    private static readonly BureauReportRecord NoOpinion = BureauPolicies.Report("dnb", BureauPolicies.Today.AddDays(-3), null) with { Codes = ["bankruptcy", "statements_missing"] };
    private static readonly BureauReportRecord Opinion = BureauPolicies.Report("creditsafe", BureauPolicies.Today.AddDays(-1), 40, risk: 3);

    private static object? Reading(string input, params BureauReportRecord[] reports)
    {
        var policy = Policy("open_receivables < 0");
        var defined = InputCatalogue.TryGet(input, out var known) ? known : policy.Inputs.Defined.Single(d => d.Name == input);
        var reading = CreditEvaluator.Read(BureauPolicies.File(reports), policy, defined);
        return reading.IsMissing ? null : reading.Flag is { } flag ? flag : reading.Number;
    }

    private static CreditPolicy Policy(string hold) => BureauPolicies.Parse($$"""
        name: opinions
        version: 1
        currency: EUR
        {{Inputs}}
        score:
          scale: { lowest: 0, highest: 100 }
          formula: "50"
        bands:
          - { name: High, from: 0, terms: Prepaid, limit_percent: 0 }
        limit: { erp: policy_wins, not_set_means: not_set }
        hold:
          rules:
            - { name: warned, when: "{{hold}}", reason: A bureau warns., release: The bureau stops warning. }
        prequalification: { criteria: [] }
        proposals: { check_deals: { from_probability: 50 }, terms_ladder: [Prepaid] }
        bureaus: { providers: [dnb], when: open_receivables >= 0 }
        """);

    [Fact]
    public void NeverAsked_NoOpinion_AndAnOpinion_AreThreeThings()
    {
        Reading("bureau_has_opinion").ShouldBeNull("nobody was asked");
        Reading("bureau_has_opinion", NoOpinion).ShouldBe(false);
        Reading("bureau_has_opinion", NoOpinion, Opinion).ShouldBe(true);
        Reading("bureau_no_opinion_count").ShouldBe(0m);
        Reading("bureau_no_opinion_count", NoOpinion).ShouldBe(1m);
        Reading("bureau_no_opinion_count", NoOpinion, Opinion).ShouldBe(1m);
        Reading("dnb_has_opinion", Opinion).ShouldBeNull("this one was not asked");
        Reading("dnb_has_opinion", NoOpinion, Opinion).ShouldBe(false);
        Reading("all_have_opinions", NoOpinion, Opinion).ShouldBe(false);
        Reading("all_have_opinions", Opinion).ShouldBe(true);
        Reading("bureau_risk_class", NoOpinion).ShouldBeNull();
    }

    [Fact]
    public void AnOpinionThatTheBureauNoLongerHas_IsNone()
    {
        var before = BureauPolicies.Report("dnb", BureauPolicies.Today.AddDays(-90), 600, risk: 1);
        Reading("dnb_has_opinion", before, NoOpinion).ShouldBe(false);
        Reading("bureau_no_opinion_count", before, NoOpinion).ShouldBe(1m);
        // Two scores of one day: one opinion among them is enough.
        Reading("bureau_no_opinion_count", NoOpinion, NoOpinion with { Key = "other", ScoreName = "ccs", Score = 600 }).ShouldBe(0m);
    }

    [Fact]
    public void ACode_CanBeAskedFor()
    {
        Reading("bankrupt").ShouldBeNull();
        Reading("bankrupt", NoOpinion).ShouldBe(true);
        Reading("bankrupt", NoOpinion, Opinion).ShouldBe(false, "the newest report does not state it");
        Reading("bankrupt_anywhere", NoOpinion, Opinion).ShouldBe(true);
    }

    [Theory]
    [InlineData("bureau_has_opinion", true)]
    [InlineData("not bureau_has_opinion", true)]
    [InlineData("bureau_no_opinion_count > 0", true)]
    [InlineData("bankrupt", true)]
    [InlineData("bankrupt and not bankrupt", false)]
    [InlineData("past_due_amount > 100", false)]
    public void WhetherThereIsAnOpinionOrACode_CanMakeAReportWorthBuying(string hold, bool isWorth)
    {
        var silent = new ReportShape(ReportFields.Score) { LowestScore = 1, HighestScore = 100 };
        ReportEffect.Of(BureauPolicies.File(), Policy(hold), "dnb", silent).CanChange.ShouldBe(isWorth, hold);
    }

    [Fact]
    public void ScoresOfAnotherVersion_ArePossibleAnswersToo()
    {
        var shape = BureauPolicies.Creditsafe with { OtherVersions = new ReportScale(300, 850) };
        var policy = BureauPolicies.Policy("50", "bureau_score > 200");
        ReportEffect.Of(BureauPolicies.File(), policy, "creditsafe", BureauPolicies.Creditsafe).CanChange.ShouldBeFalse();
        ReportEffect.Of(BureauPolicies.File(), policy, "creditsafe", shape).CanChange.ShouldBeTrue();
        ReportEffect.Of(BureauPolicies.File(), BureauPolicies.Policy("50", "bureau_score > 900"), "creditsafe", shape with { OtherVersions = new ReportScale(null, null) })
            .CanChange.ShouldBeTrue("the other scale is not known");
    }

    [Theory]
    [InlineData("field: has_code", "code: bankruptcy")]
    [InlineData("field: score, code: bankruptcy", "has_code")]
    [InlineData("field: has_opinion, of: mean", "no mean")]
    public void Mistakes_AreNamed(string bureau, string said)
    {
        var problems = CreditPolicyParser.Parse($"name: x\nversion: 1\ncurrency: EUR\ninputs: [{{ name: wrong_one, bureau: {{ {bureau} }} }}]\n", "p.yaml").Problems;
        problems.ShouldContain(p => p.Message.Contains(said), string.Join('\n', problems));
    }
}
