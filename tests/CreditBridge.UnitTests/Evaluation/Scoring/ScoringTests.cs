using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Scoring;

public sealed class ScoringTests
{
    private const string Bands = "bands:\n  - { name: Good, from: 70, terms: Net 60 }\n  - { name: Fair, from: 40, terms: Net 30 }\n  - { name: Poor, from: 0, terms: Prepaid }\n";

    private const string Inputs = "inputs:\n  - { name: a, unit: number }\n  - { name: b, unit: number }\n  - { name: c, unit: text }\n";

    private const string Rest = """

        limit: { erp: erp_wins, not_set_means: not_set }
        hold: { rules: [] }
        prequalification: { criteria: [] }
        proposals: { check_deals: { from_probability: 50 }, terms_ladder: [Prepaid, Net 30, Net 60] }
        """;

    private static string Document(string score, string vetoes = "", string bands = Bands) => $"name: test\nversion: 1\ncurrency: EUR\n{Inputs}{score}\n{vetoes}\n{bands}{Rest}";

    private static CreditDecision Decide(string document, params (string Name, object? Value)[] given)
    {
        var policy = StarterPolicy.Parse(document);
        var readings = given.Where(g => g.Value is not null).ToDictionary(g => policy.Inputs.Defined.Single(d => d.Name == g.Name), g => g.Value is string text ? Reading.Of(text) : Reading.Of(Convert.ToDecimal(g.Value)));
        return CreditEvaluator.Decide(Files.Standard().InOrder(), policy, readings);
    }

    private static string Factors(string factors, string more = "") => $"score:\n  boundary: lower_inclusive\n{more}  factors:\n{factors}";

    private const string TwoFactors = """
            - { name: first, input: a, weight: 60, missing: ignore, reason: "first is {a}", customer: Pay sooner., edifact: 13, ranges: [ { to: 50, points: 0 }, { from: 50, points: 100 } ] }
            - { name: second, input: b, weight: 40, missing: reallocate, points: b }
        """;

    [Theory]
    [InlineData(60, 50, 80, "Good")]
    [InlineData(40, 50, 20, "Poor")]
    [InlineData(60, 500, 100, "Good")]
    [InlineData(60, -5, 60, "Fair")]
    public void PointsByAFormula_AreCutToTheScale(int a, int b, int score, string band)
    {
        var decision = Decide(Document(Factors(TwoFactors)), ("a", a), ("b", b));
        decision.Score!.Value.ShouldBe(score);
        decision.Band.ShouldBe(band);
        decision.PossibleBands.ShouldBeNull();
        decision.MostTelling.ShouldBeNull();
    }

    [Fact]
    public void Reasons_SayWhatEachFactorCost_TheWeightiestFirst()
    {
        var reasons = Decide(Document(Factors(TwoFactors)), ("a", 10), ("b", 80)).Reasons.Where(r => r.Weight is not null).ToList();
        reasons.Select(r => (r.Code, r.Weight)).ShouldBe([("factor:first", 60m), ("factor:second", 8m)]);
        reasons[0].Text.ShouldBe("first is 10");
        reasons[0].ForCustomer.ShouldBe("Pay sooner.");
        reasons[0].EdifactCode.ShouldBe(13);
        reasons[1].Text.ShouldBe("second: b is 80, which gives 80 points; the best is 100.");
        reasons[1].ForCustomer.ShouldBeNull();
    }

    /// <summary>The first factor is worth 0 or 60 points of the score, the second anything up to 40.</summary>
    [Theory]
    [InlineData(null, 80, 32, 92, "Poor", "Good", "a", 60, true)]
    [InlineData(60, null, 60, 100, "Fair", "Good", "b", 40, true)]
    [InlineData(40, null, 0, 40, "Poor", "Fair", "b", 40, true)]
    [InlineData(null, null, 0, 100, "Poor", "Good", "a", 60, false)]
    public void MissingInput_GivesAnIntervalItsBandsAndWhatWouldTellMost(int? a, int? b, int lowest, int highest, string worst, string best, string input, int narrows, bool decides)
    {
        var decision = Decide(Document(Factors(TwoFactors.Replace("missing: ignore", "missing: zero", StringComparison.Ordinal))), ("a", a), ("b", b));
        decision.Score!.Lowest.ShouldBe(lowest);
        decision.Score.Highest.ShouldBe(highest);
        decision.PossibleBands.ShouldBe(new BandRange(worst, best));
        decision.MostTelling.ShouldBe(new MostTelling(input, narrows, decides));
        decision.Notes.Count(n => n.Code == "input_missing").ShouldBe((a is null ? 1 : 0) + (b is null ? 1 : 0));
    }

    [Fact]
    public void MostTelling_LooksBehindDefinitionsAndCountsAllFactorsOfAnInput()
    {
        const string Score = """
            score:
              boundary: lower_inclusive
              factors:
                - { name: f1, input: b, weight: 40, missing: ignore, points: b }
                - { name: f2, formula: a * 2, weight: 30, missing: ignore, ranges: [ { to: 1, points: 0 }, { from: 1, points: 100 } ] }
                - { name: f3, input: a, weight: 30, missing: ignore, ranges: [ { to: 1, points: 0 }, { from: 1, points: 100 } ] }
            """;
        Decide(Document(Score)).MostTelling.ShouldBe(new MostTelling("a", 60m, false));
    }

    [Fact]
    public void FactorThatMustNotBeMissing_GivesNoScoreAndStillSaysWhatIsNeeded()
    {
        var decision = Decide(Document(Factors(TwoFactors.Replace("missing: ignore", "missing: fail", StringComparison.Ordinal))), ("b", 80));
        decision.Score.ShouldBeNull();
        decision.Band.ShouldBeNull();
        decision.PossibleBands.ShouldBe(new BandRange("Poor", "Good"));
        decision.MostTelling!.Input.ShouldBe("a");
    }

    [Theory]
    [InlineData("zero", 10)]
    [InlineData("ignore", 0)]
    public void MissingNumberInAFormulaOfPoints_CountsAsZeroWhereTheFactorSaysSo(string missing, int score) =>
        Decide(Document($"score: {{ boundary: lower_inclusive, combine: sum_of_points, factors: [ {{ name: f, missing: {missing}, points: 10 + 5 * a }}, {{ name: g, input: b, missing: ignore, points: b * 0 }} ] }}"), ("b", 1))
            .Score!.Value.ShouldBe(score);

    [Theory]
    [InlineData("higher", 30, 80, 30, "Poor", 40)]
    [InlineData("lower", 30, 80, 80, "Good", 20)]
    public void WorstOf_TakesTheWorstFactor(string better, int a, int b, int score, string band, int cost)
    {
        var decision = Decide(Document($"score: {{ better: {better}, boundary: lower_inclusive, combine: worst_of, factors: [ {{ name: f, missing: ignore, points: a, most: 70 }}, {{ name: g, missing: ignore, points: b, most: 90, fewest: 60 }} ] }}"), ("a", a), ("b", b));
        decision.Score!.Value.ShouldBe(score);
        decision.Band.ShouldBe(band);
        decision.Reasons.Single(r => r.Weight is not null).Weight.ShouldBe(cost);
    }

    [Fact]
    public void WorstOf_MissingFactorCouldBeWorse()
    {
        var decision = Decide(Document("score: { boundary: lower_inclusive, combine: worst_of, factors: [ { name: f, missing: ignore, points: a }, { name: g, missing: ignore, points: b } ] }"), ("b", 80));
        decision.Score!.Value.ShouldBe(80m);
        (decision.Score.Lowest, decision.Score.Highest).ShouldBe((0m, 80m));
        decision.MostTelling.ShouldBe(new MostTelling("a", 80m, true));
    }

    [Theory]
    [InlineData(60, 41.4, 41)]
    [InlineData(60, 41.5, 42)]
    [InlineData(60, -300, 0)]
    [InlineData(60, 300, 100)]
    public void Formula_IsTheScore(int a, double b, int score) =>
        Decide(Document("score: { formula: a * 0 + b }"), ("a", a), ("b", b)).Score!.Value.ShouldBe(score);

    [Fact]
    public void FormulaWithoutItsInputs_GivesNoScore()
    {
        var one = Decide(Document("score: { formula: a + b }"), ("a", 1));
        one.Score.ShouldBeNull();
        one.MostTelling.ShouldBe(new MostTelling("b", 100m, true));
        one.PossibleBands.ShouldBe(new BandRange("Poor", "Good"));
        one.Notes.ShouldContain(n => n.Code == "input_missing" && n.Text.Contains("without b", StringComparison.Ordinal));
        Decide(Document("score: { formula: a + b }")).MostTelling.ShouldBeNull();
        Decide(Document("score: { formula: a / b }"), ("a", 1), ("b", 0)).Notes.ShouldContain(n => n.Code == "division_by_zero");
    }

    private const string Vetoes = """
        vetoes:
          - { name: cold, when: a < 0, at_best: Fair, reason: "It is {a} degrees.", customer: Too cold., edifact: 12 }
          - { name: frozen, when: a < -10, at_best: Poor }
          - { name: listed, when: 'c = "sanctions"', no_score: yes }
        """;

    [Theory]
    [InlineData(1, "x", "Good", "")]
    [InlineData(-5, "x", "Fair", "cold")]
    [InlineData(-15, "x", "Poor", "cold,frozen")]
    [InlineData(-5, "Sanctions", null, "cold,listed")]
    public void Veto_CapsTheBandOrForbidsAScore(int a, string c, string? band, string applied)
    {
        var decision = Decide(Document("score: { formula: b }", Vetoes), ("a", a), ("b", 90), ("c", c));
        decision.Band.ShouldBe(band);
        decision.Score?.Value.ShouldBe(90m);
        (decision.Score is null).ShouldBe(band is null);
        decision.Vetoes.Select(v => v.Name).ShouldBe(applied.Split(',', StringSplitOptions.RemoveEmptyEntries));
        decision.Reasons.Where(r => r.Code.StartsWith("veto:", StringComparison.Ordinal)).Select(r => r.Code[5..]).ShouldBe(decision.Vetoes.Select(v => v.Name));
        if (a == -5)
            decision.Reasons.Single(r => r.Code == "veto:cold").ShouldBe(new DecisionReason("veto:cold", "It is -5 degrees.", null) { ForCustomer = "Too cold.", EdifactCode = 12 });
    }

    [Fact]
    public void VetoThatCannotBeTold_DoesNotApplyAndCould()
    {
        var decision = Decide(Document("score: { formula: b }", Vetoes), ("b", 90));
        decision.Band.ShouldBe("Good");
        decision.PossibleBands.ShouldBe(new BandRange("Poor", "Good"));
    }

    [Theory]
    [InlineData(20, "Good")]
    [InlineData(50, "Fair")]
    [InlineData(90, "Poor")]
    public void LowerIsBetter_WhereThePolicySaysSo(int b, string band)
    {
        const string Reversed = "bands:\n  - { name: Good, from: 0, terms: Net 60 }\n  - { name: Fair, from: 40, terms: Net 30 }\n  - { name: Poor, from: 70, terms: Prepaid }\n";
        Decide(Document("score: { formula: b, better: lower }", Vetoes, Reversed), ("a", 1), ("b", b), ("c", "x")).Band.ShouldBe(band);
        Decide(Document("score: { formula: b, better: lower }", Vetoes, Reversed), ("a", -15), ("b", b), ("c", "x")).Band.ShouldBe("Poor");
    }

    [Fact]
    public void BoundsOfAnAmount_AreInThePolicysCurrency()
    {
        // EUR 100,000 are USD 125,000 at 0.8.
        var document = Document("score: { boundary: lower_inclusive, factors: [ { name: f, input: erp_limit, weight: 100, missing: fail, ranges: [ { to: 120_000, points: 10 }, { from: 120_000, points: 90 } ] } ] }");
        Decide(document).Score!.Value.ShouldBe(10m);
        Decide(document.Replace("currency: EUR", "currency: USD", StringComparison.Ordinal)).Score!.Value.ShouldBe(90m);
    }

    [Theory]
    [InlineData("score: { formula: a, factors: [] }", "", "score.factors", "so there are no factors")]
    [InlineData("score: { formula: exposure }", "", "score.formula", "a plain number is needed")]
    [InlineData("score: { formula: score }", "", "score.formula", "a result of a later step")]
    [InlineData("score: { boundary: lower_inclusive, combine: worst_of, factors: [ { name: f, input: a, weight: 5, missing: fail, points: a } ] }", "", "score.factors[0].weight", "The worst factor counts here")]
    [InlineData("score: { boundary: lower_inclusive, combine: worst_of, factors: [ { name: f, input: a, missing: reallocate, points: a } ] }", "", "score.factors[0].missing", "no weight to reallocate")]
    [InlineData("score: { boundary: lower_inclusive, factors: [ { name: f, input: a, weight: 100, missing: fail, points: a, ranges: [ { points: 1 } ] } ] }", "", "score.factors[0].ranges", "The points are a formula here")]
    [InlineData("score: { boundary: lower_inclusive, factors: [ { name: f, input: a, formula: a, weight: 100, missing: fail, ranges: [ { points: 1 } ] } ] }", "", "score.factors[0].formula", "not both")]
    [InlineData("score: { formula: a }", "vetoes: [ { name: v, when: a > 1, at_best: Gud } ]", "vetoes[0].at_best", "no band 'Gud'")]
    [InlineData("score: { formula: a }", "vetoes: [ { name: v, when: a > 1 } ]", "vetoes[0].at_best", "'at_best' is missing")]
    [InlineData("score: { formula: a }", "vetoes: [ { name: v, when: a > 1, at_best: Good, no_score: yes } ]", "vetoes[0].no_score", "either 'at_best' or")]
    [InlineData("score: { formula: a }", "vetoes: [ { name: v, when: band = \"Good\", at_best: Good } ]", "vetoes[0].when", "a result of a later step")]
    [InlineData("score: { formula: a }", "vetoes: [ { name: v, when: a > 1, at_best: Good, edifact: 16 } ]", "vetoes[0].edifact", "out of range")]
    public void Mistake_IsReportedWithItsPlace(string score, string vetoes, string path, string message)
    {
        var problem = CreditPolicyParser.Parse(Document(score, vetoes), "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
    }
}
