using CreditBridge.Core.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class PolicyProblemTests
{
    /// <summary>A piece of the starter policy, what it is replaced with, and where and what the problem is.</summary>
    public static TheoryData<string, string, string, string, string?> Mistakes => new()
    {
        { "      weight: 30\n", "      wieght: 30\n", "score.factors[1].wieght", "not known here", "weight" },
        { "      weight: 30\n", "      weight: 31\n", "score.factors", "add up to 101", null },
        { "      weight: 30\n", "      weight: heavy\n", "score.factors[1].weight", "A number is expected", null },
        { "input: oldest_past_due_days", "input: oldest_pastdue_days", "score.factors[1].input", "no input 'oldest_pastdue_days'", "oldest_past_due_days" },
        { "input: utilisation_percent", "input: limit_used_percent", "score.factors[2].input", "later step", "utilisation_percent" },
        { "missing: fail", "missing: fial", "score.factors[1].missing", "choose one of", "fail" },
        { "- { from: 10, to: 30, points: 50 }", "- { from: 11, to: 30, points: 50 }", "score.factors[1].ranges[2].from", "belong to no range", "10" },
        { "- { from: 10, to: 30, points: 50 }", "- { from: 9, to: 30, points: 50 }", "score.factors[1].ranges[2].from", "belong to two ranges", "10" },
        { "- { from: 36, points: 100 }", "- { from: 36, to: 600, points: 100 }", "score.factors[3].ranges[3].to", "belong to no range", null },
        { "- { to: 6, points: 20 }", "- { from: 0, to: 6, points: 20 }", "score.factors[3].ranges[0].from", "belong to no range", null },
        { "- { to: 6, points: 20 }", "- { to: 6, points: 120 }", "score.factors[3].ranges[0].points", "out of range", null },
        { "name: time as a customer", "name: past due", "score.factors", "Two factors are called 'past due'", null },
        { "boundary: upper_inclusive  ", "# no boundary  ", "score.boundary", "'boundary' is missing", null },
        { "from: 0, limit_percent: 50", "from: 10, limit_percent: 50", "bands[3].from", "Scores below 10 belong to no band", "0" },
        { "{ name: Moderate, from: 60,", "{ name: Moderate, from: 80,", "bands[0].from", "begin at the same score", null },
        { "{ name: Elevated, from: 40,", "{ name: Elevated, from: 59.5,", "bands[2].from", "No rounded score falls into 'Elevated'", null },
        { "terms: Net 45, review", "terms: Net forty-five, review", "bands[1].terms", "not a payment term", null },
        { "High: none }", "High: 0 }", "limit.methods[1].amounts.High", "write 'none' or 'unlimited'", null },
        { "Elevated: 25_000, ", "Elevatd: 25_000, ", "limit.methods[1].amounts.Elevatd", "not known here", "Elevated" },
        { "input: average_monthly_paid", "input: payments_count", "limit.methods[0].input", "an amount is needed here", null },
        { "not_set_means: not_set", "# not declared", "limit.not_set_means", "'not_set_means' is missing", null },
        { "erp: erp_wins ", "erp: erpwins ", "limit.erp", "choose one of", "erp_wins" },
        { "when: limit_used_percent > 120", "when: limit_used_percent > > 120", "hold.rules[2].when", "'>' is not expected here", null },
        { "when: limit_used_percent > 120", "when: limit_used_percnt > 120", "hold.rules[2].when", "no input 'limit_used_percnt'", "limit_used_percent" },
        { "when: limit_used_percent > 120", "when: past_due_amount > oldest_past_due_days", "hold.rules[2].when", "an amount and a plain number cannot be compared", null },
        { "when: limit_used_percent > 120", "when: limit_used_percent", "hold.rules[2].when", "a condition is needed here", null },
        { "when: limit_used_percent > 120", "when: limit_used_percent / 0 > 1", "hold.rules[2].when", "divides by zero", null },
        { "{over_limit_amount}", "{over_limit}", "hold.rules[2].reason", "no input 'over_limit'", "over_limit_amount" },
        { "{over_limit_amount}", "{paid_late_percent}", "hold.rules[2].reason", "not shown to sales", null },
        { "require: not on_hold", "require: paid_late_percent < 20", "prequalification.criteria[0].require", "not shown to sales", null },
        { "from_probability: 50\n  other", "from_probability: 500\n  other", "proposals.check_deals.from_probability", "out of range", null },
        { "ladder: [Due on receipt, Net 15,", "ladder: [Net 15, Due on receipt,", "proposals.alternatives[0].ladder", "list the shortest first", null },
        { "offer: deposit", "offer: deposti", "proposals.alternatives[1].offer", "choose one of", "deposit" },
        { "currency: EUR", "currency: Euro", "currency", "not a currency code", null },
        { "weekend: [Saturday, Sunday]", "weekend: [Saturday, Sonday]", "calendar.weekend[1]", "not a day of the week", "Sunday" },
        { "name: starter", "name: starter\nname: other", "name", "a second time", null },
        { "trend:\n  days: 5", "trend: soon", "trend", "A section with keys is expected", null },
        { "disputed_is_past_due: no ", "disputed_is_past_due: maybe ", "receivables.disputed_is_past_due", "yes or no is expected", null },
        { "deal_due_in_business_days: 2", "deal_due_in_business_days: 1.5", "reviews.deal_due_in_business_days", "whole number", null },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string piece, string replacement, string path, string message, string? suggestion)
    {
        var yaml = StarterPolicy.Replace(piece, replacement);
        var result = CreditPolicyParser.Parse(yaml, "policy.yaml");
        result.Policy.ShouldBeNull();
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
        var line = yaml.Split('\n')[problem.Line - 1];
        problem.Column.ShouldBeInRange(1, line.Length + 1);
    }

    [Fact]
    public void TwoBandsOfOneName_AreRefused() =>
        CreditPolicyParser.Parse(StarterPolicy.Replace("{ name: Elevated,", "{ name: low,"), "policy.yaml").Problems
            .ShouldContain(p => p.Path == "bands[2].name" && p.Message.Contains("Two bands are called 'low'", StringComparison.Ordinal));

    [Fact]
    public void ManyMistakes_AreAllReportedAtOnceInOrder()
    {
        var yaml = StarterPolicy.Replace("currency: EUR", "currency: Euro")
            .Replace("missing: fail", "missing: fial", StringComparison.Ordinal)
            .Replace("offer: deposit", "offer: deposti", StringComparison.Ordinal)
            .Replace("when: erp_hold", "when: erp_hld", StringComparison.Ordinal);
        var problems = CreditPolicyParser.Parse(yaml, "policy.yaml").Problems;
        problems.Select(p => p.Path).ShouldBe(["currency", "score.factors[1].missing", "hold.rules[0].when", "proposals.alternatives[1].offer"]);
    }

    [Fact]
    public void Problem_AsText_NamesFileLineColumnPathAndSuggestion()
    {
        var yaml = StarterPolicy.Replace("version: 1", "versoin: 1");
        var line = Array.FindIndex(yaml.Split('\n'), l => l.StartsWith("versoin", StringComparison.Ordinal)) + 1;
        CreditPolicyParser.Parse(yaml, "policy.yaml").Problems.Select(p => p.ToString())
            .ShouldContain(p => p.StartsWith($"policy.yaml:{line}:1 error in versoin: 'versoin' is not known here", StringComparison.Ordinal) && p.EndsWith("Did you mean 'version'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("just a text")]
    [InlineData("- a\n- list")]
    [InlineData("name: [unclosed")]
    [InlineData("name: a\n\tversion: 1")]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("? [complex]\n: key")]
    [InlineData("--- a: 1\n--- b: 2")]
    public void UnreadableDocument_GivesProblemsAndNoPolicy(string yaml)
    {
        var result = CreditPolicyParser.Parse(yaml, "policy.yaml");
        result.Policy.ShouldBeNull();
        result.Problems.ShouldNotBeEmpty();
        result.Problems.ShouldAllBe(p => p.Line >= 1 && p.Message.Length > 0);
    }
}
