using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>Numbers that other systems publish for their scoring models, reproduced by configuration alone.</summary>
public sealed class WorkedExampleTests
{
    /// <summary>Three factors of which the last, the payment behaviour, is missing.</summary>
    private static ScoreResult ThreeFactors(string weights, string points, string missing, string rounding = "{ decimals: 0, halves: up }", string combine = "weighted_average")
    {
        var weight = weights.Split('/');
        var point = points.Split('/');
        string Factor(int i, string input) => $"    - {{ name: f{i}, input: {input}, {(combine == "weighted_average" ? $"weight: {weight[i]}, " : "")}missing: {missing}, ranges: [{{ points: {point[i]} }}] }}\n";
        var before = StarterPolicy.Yaml[..StarterPolicy.Yaml.IndexOf("score:\n", StringComparison.Ordinal)];
        var after = StarterPolicy.Yaml[StarterPolicy.Yaml.IndexOf("# Risk bands", StringComparison.Ordinal)..];
        var score = $"score:\n  rounding: {rounding}\n  boundary: lower_inclusive\n  combine: {combine}\n  factors:\n{Factor(0, "tenure_months")}{Factor(1, "open_invoice_count")}{Factor(2, "average_days_beyond_terms")}";
        // The bands of the starter policy need scores from 0 to 100; one band will do here.
        after = "bands: [{ name: Low, from: 0, terms: Net 30 }]\n" + after[after.IndexOf("# The limit.", StringComparison.Ordinal)..]
            .Replace("amounts: { Low: 250_000, Moderate: 100_000, Elevated: 25_000, High: none }", "amounts: { Low: 250_000 }", StringComparison.Ordinal);
        return CreditEvaluator.Evaluate(Files.Standard() with { Payments = [] }, StarterPolicy.Parse(before + score + after)).Score!;
    }

    [Fact]
    public void MissingWeight_Reallocated_IsSharedInProportion()
    {
        // 40/30/30 with the last missing: 40 + 40 / (100 - 30) x 30 = 57.14 and 42.86.
        var score = ThreeFactors("40/30/30", "100/0/50", "reallocate");
        score.Steps.Select(s => s.WeightPercent).ShouldBe([57.14m, 42.86m, 0m]);
        score.Value.ShouldBe(57m);
        score.Lowest.ShouldBe(55m);
        score.Highest.ShouldBe(57m);
    }

    [Fact]
    public void MissingWeight_Ignored_LowersTheSum()
    {
        var score = ThreeFactors("40/30/30", "100/100/50", "ignore");
        score.Steps.Select(s => s.WeightPercent).ShouldBe([40m, 30m, 0m]);
        score.Value.ShouldBe(70m);
    }

    [Fact]
    public void MissingInput_CountedAsZero_GetsThePointsOfZero() =>
        ThreeFactors("40/30/30", "100/100/50", "zero").Value.ShouldBe(85m);

    [Fact]
    public void MissingInput_Fail_GivesNoScore()
    {
        var policy = StarterPolicy.With("missing: reallocate                 # no history", "missing: fail # no history");
        var decision = CreditEvaluator.Evaluate(Files.Standard() with { Payments = [] }, policy);
        decision.Score.ShouldBeNull();
        decision.Band.ShouldBeNull();
    }

    [Theory]
    [InlineData("70.5", "up", 71)]
    [InlineData("70.4", "up", 70)]
    [InlineData("70.5", "to_even", 70)]
    [InlineData("71.5", "to_even", 72)]
    public void Rounding_IsAsDeclared(string points, string halves, int expected) =>
        ThreeFactors("40/30/30", $"{points}/{points}/{points}", "zero", $"{{ decimals: 0, halves: {halves} }}").Value.ShouldBe(expected);

    [Fact]
    public void Points_AddedUp_NeedNoWeights() =>
        ThreeFactors("", "30/50/0", "zero", combine: "sum_of_points").Value.ShouldBe(80m);

    [Theory]
    [InlineData("upper_inclusive", 6, 20)]
    [InlineData("lower_inclusive", 6, 40)]
    [InlineData("upper_inclusive", 12, 40)]
    [InlineData("lower_inclusive", 12, 70)]
    [InlineData("upper_inclusive", 13, 70)]
    public void ValueOnABoundary_BelongsToTheDeclaredSide(string boundary, int months, int points)
    {
        var yaml = StarterPolicy.Replace("boundary: upper_inclusive ", $"boundary: {boundary} ");
        if (boundary == "lower_inclusive")
            yaml = yaml.Replace("- { to: 0, points: 100 }", "- { to: 0.01, points: 100 }", StringComparison.Ordinal).Replace("- { from: 0, to:", "- { from: 0.01, to:", StringComparison.Ordinal);
        var file = Files.Standard();
        file = file with { Customers = [file.Customers[0] with { CustomerSince = Files.Today.AddMonths(-months) }] };
        CreditEvaluator.Evaluate(file, StarterPolicy.Parse(yaml)).Score!.Steps[3].Points.ShouldBe(points);
    }

    [Fact]
    public void NeedVersusCapacity_MostRestrictive()
    {
        // Need 50,000; capacity min(80,000 x 35 %, 700,000 x 5 %) = 28,000: the published limit is 28,000.
        var policy = StarterPolicy.With("      use: percent_of\n      input: average_monthly_paid   # what the customer has shown it pays; not what it was merely invoiced\n      percent: 250",
            "      use: formula\n      formula: min(coalesce(average_monthly_paid * 20, 50_000), min(80_000 * 35 / 100, 700_000 * 5 / 100))");
        var file = Files.Standard();
        file = file with { Customers = [file.Customers[0] with { Limit = default }], Payments = [] };
        var decision = CreditEvaluator.Evaluate(file, policy);
        decision.Limit.TryGetAmount(out var limit).ShouldBeTrue(string.Join("; ", decision.LimitSteps));
        limit.ShouldBe(Files.Euros(28_000m));
    }
}
