using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Comparison;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Reviews;

public sealed class ReviewSectionTests
{
    [Fact]
    public void OnlyTheOldKey_HasTheDocumentedDefaults()
    {
        var policy = ReviewCases.Whole("reviews:\n  deal_due_in_business_days: 3\n");
        policy.Reviews.Causes.Select(c => c.Cause).ShouldBe([ReviewCause.Deal, ReviewCause.LimitChange]);
        (policy.Reviews.AtRiskPercent, policy.Reviews.QuietDays, policy.Calendar.MinutesPerDay).ShouldBe((75m, 30, 480));
    }

    [Theory]
    [InlineData("hours: []", "No hours are named")]
    [InlineData("hours: [\"17:00-09:00\"]", "ends before it begins")]
    [InlineData("hours: [\"09:00-12:00\", \"11:00-17:00\"]", "begins before the one in front of it has ended")]
    [InlineData("hours: [\"nine to five\"]", "is no time of the day")]
    [InlineData("time_zone: Mars/Olympus", "There is no time zone 'Mars/Olympus'")]
    [InlineData("hours_on: [{ days: [Sunday], hours: [\"09:00-10:00\"] }]", "Sunday is a weekend here")]
    [InlineData("hours_on: [{ days: [Friday], hours: [] }]", "No hours are named")]
    public void Calendar_WithoutWorkingTime_IsRefused(string line, string problem) =>
        Problems(StarterPolicy.Replace("  hours: [\"09:00-17:00\"]", "  " + line)).ShouldContain(p => p.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("causes: [{ name: a, cause: asked }]", "need no rule")]
    [InlineData("causes: [{ name: a, cause: hold, types: [b] }]", "'types' has no meaning for cause hold")]
    [InlineData("causes: [{ name: a, cause: warn_notice }]", "Which events are such notices")]
    [InlineData("causes: [{ name: a, cause: periodik }]", "periodic")]
    [InlineData("windows: [{ name: a, decide_in_hours: 2, first_response_in_hours: 3 }]", "later than the decision")]
    [InlineData("windows: [{ name: a, decide_in_hours: 2, effort: [huge] }]", "There is no class of effort 'huge'")]
    [InlineData("windows: [{ name: a, decide_in_hours: 2, amount_up_to: 5, amount_above: 6 }]", "Nothing is up to this")]
    [InlineData("authority: [{ users: [a], bands: [Lw] }]", "There is no band 'Lw'")]
    [InlineData("teams: [{ name: a, analysts: [{ user: b, hours_per_week: 5, away: [{ from: 2027-01-02, to: 2027-01-01 }] }] }]", "before the first day")]
    [InlineData("documents: [{ type: A, why: x }, { type: a, why: y }]", "stands here twice")]
    [InlineData("effort: [{ name: a, hours: 1, when: oldest_past_due > 3 }]", "oldest_past_due_days")]
    public void Mistakes_AreFound(string line, string problem) =>
        Problems(StarterPolicy.Yaml[..StarterPolicy.Yaml.IndexOf("\nreviews:", StringComparison.Ordinal)] + "\nreviews:\n  " + line + "\n").ShouldContain(p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Compare_TellsRulesByTheirNames()
    {
        var before = StarterPolicy.Yaml;
        var after = before.Replace("decide_in_hours: 40", "decide_in_hours: 32", StringComparison.Ordinal);
        PolicyComparison.Compare(before, after)!.Select(c => c.Text).ShouldBe(["Window 'deals': the decide in hours: now 32, down from 40."]);
    }

    private static IReadOnlyList<string> Problems(string yaml) => [.. CreditPolicyParser.Parse(yaml, "policy.yaml").Problems.Select(p => $"{p.Message} {p.Suggestion}")];
}
