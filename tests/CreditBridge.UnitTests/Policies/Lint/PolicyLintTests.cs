using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Lint;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies.Lint;

public sealed class PolicyLintTests
{
    [Fact]
    public void StarterPolicy_IsFine() => Problems(StarterPolicy.Yaml).ShouldBeEmpty();

    [Theory]
    [InlineData("when: erp_hold", "when: oldest_past_due_days < 0", "No values of 'oldest_past_due_days' were found that make 'oldest_past_due_days < 0' true: this never applies.")]
    [InlineData("when: erp_hold", "when: oldest_past_due_days > 30 and oldest_past_due_days < 20", "this never applies.")]
    [InlineData("when: erp_hold", "when: paid_late_percent > 100", "this never applies.")]
    [InlineData("when: erp_hold", "when: past_due_amount >= 0", "this applies to every account.")]
    [InlineData("require: oldest_past_due_days <= 30", "require: oldest_past_due_days >= 0", "this criterion asks for nothing.")]
    [InlineData("require: oldest_past_due_days <= 30", "require: oldest_past_due_days < 0", "no account is ever prequalified.")]
    [InlineData("band in (\"Low\", \"Moderate\", \"Elevated\")", "band in (\"Low\", \"Moderat\")", "No band is called 'Moderat'; there are")]
    [InlineData("terms: Net 45", "terms: Net 40", "Net 40 is not on the ladder of terms; Net 30 is the longest of it that band 'Moderate' gets.")]
    public void Oddity_IsAWarningWithItsPlace(string piece, string replacement, string message)
    {
        var yaml = StarterPolicy.Replace(piece, replacement);
        var problem = PolicyLint.Check(yaml, "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Message.ShouldContain(message);
        yaml.Split('\n')[problem.Line - 1].ShouldContain(replacement.Split("Net")[0].Trim());
        problem.Path.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("escalation: [{ name: late, at: breached, to: credit }]", "'credit' is a team; escalation 'late' is about people.")]
    [InlineData("escalation: [{ name: late, at: breached, to: Owner }]", "'Owner' is taken for a name.")]
    [InlineData("escalation: [{ name: late, at: breached, to: dana@exmaple.com }]", "'dana@exmaple.com' (escalation 'late') and 'dana@example.com' (team 'Credit') differ by one letter.")]
    [InlineData("authority: [{ users: [Credit], up_to: 50_000 }]", "'Credit' is a team; authority is about people.")]
    [InlineData("authority: [{ users: [dan@example.com, DANA@example.com, analyst2@example.com, head@example.com] }]", "'dan@example.com' (authority) and 'dana@example.com' (team 'Credit')")]
    public void PersonWhoIsHardlyMeant_IsFound(string rules, string message)
    {
        const string Teams = "\nreviews:\n  teams: [{ name: Credit, analysts: [{ user: dana@example.com, hours_per_week: 40 }, { user: analyst1@example.com, hours_per_week: 40 }] }]\n  ";
        var policy = Reviews.ReviewCases.Text(Teams + rules + "\n");
        Problems(policy).ShouldHaveSingleItem().ShouldContain(message);
    }

    // A slip in the calendar put due times into the next century, and lint said that all was well.
    [Theory]
    [InlineData("weekend: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday], hours: [\"09:00-09:01\"]",
        "An ordinary week has 1 minute of working time.", "'dana@example.com' has 24 hours a week, and the week of the calendar has 1 minute: not more than these count.",
        "By the calendar, 16 hours of work are 960 weeks: a review under 'all' is due in more than a year.", "By the calendar, 60 business days are 60 weeks: a deal's review is due in more than a year.")]
    [InlineData("hours: [\"09:00-12:00\"]", "'dana@example.com' has 24 hours a week, and the week of the calendar has 15 hours: not more than these count.")]
    [InlineData("hours: [\"09:00-17:00\"]")]
    public void ACalendarWithHardlyAnyWorkingTime_IsFound(string calendar, params string[] messages)
    {
        const string Rules = "reviews:\n  deal_due_in_business_days: 60\n  windows: [{ name: all, decide_in_hours: 16 }]\n"
            + "  teams: [{ name: Credit, analysts: [{ user: dana@example.com, hours_per_week: 24 }] }]\n";
        var text = System.Text.RegularExpressions.Regex.Replace(Reviews.ReviewCases.Text("\n" + Rules), "^calendar:.*\n([ \t#].*\n|\n)*", "", System.Text.RegularExpressions.RegexOptions.Multiline);
        var problems = PolicyLint.Check(text + $"calendar: {{ {calendar} }}\n", "policy.yaml").Problems;
        problems.ShouldAllBe(p => p.Severity == ProblemSeverity.Warning, "all of it can be meant");
        problems.Count.ShouldBe(messages.Length, string.Join("\n", problems));
        foreach (var message in messages)
            problems.ShouldContain(p => p.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void HoldThatNeverEnds_IsFound() =>
        Problems(StarterPolicy.Replace("when: limit_used_percent > 120\n", "when: limit_used_percent > 120\n      release_when: limit_used_percent > 130\n"))
            .ShouldHaveSingleItem().ShouldContain("Once held, always held.");

    [Fact]
    public void GraceAtAnUnknownCheckpoint_IsFound() =>
        Problems(StarterPolicy.Replace("when: limit_used_percent > 120\n", "when: limit_used_percent > 120\n      checkpoints: { nowhere: 2 }\n"))
            .ShouldHaveSingleItem().ShouldContain("There is no checkpoint 'nowhere'");

    [Fact]
    public void TabAsIndentation_IsReportedWhereItStands()
    {
        var yaml = StarterPolicy.Replace("  erp: erp_wins", "\terp: erp_wins");
        var problem = PolicyLint.Check(yaml, "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain("indented with a tab");
        yaml.Split('\n')[problem.Line - 1].ShouldStartWith("\t");
    }

    [Theory]
    [InlineData("past_due_amount == 5", "=")]
    [InlineData("past_due_amount <> 5", "!=")]
    [InlineData("erp_hold && on_time", "and")]
    [InlineData("past_due_amount => 5", ">=")]
    public void SignsOfOtherLanguages_AreTranslated(string condition, string meant) =>
        PolicyLint.Check(StarterPolicy.Replace("when: erp_hold", $"when: {condition}"), "policy.yaml").Problems.ShouldHaveSingleItem().Suggestion.ShouldBe(meant);

    [Fact]
    public void MisspeltBand_IsSuggested() =>
        PolicyLint.Check(StarterPolicy.Replace("\"Moderate\", \"Elevated\")", "\"Modrate\", \"Elevated\")"), "policy.yaml").Problems.ShouldHaveSingleItem().Suggestion.ShouldBe("Moderate");

    [Fact]
    public void RangeThatIsNeverReached_IsFound() =>
        Problems(StarterPolicy.Replace("- { to: 0, points: 100 }\n        - { from: 0, to: 10, points: 80 }", "- { to: -5, points: 100 }\n        - { from: -5, to: 0, points: 100 }\n        - { from: 0, to: 10, points: 80 }"))
            .ShouldHaveSingleItem().ShouldContain("'oldest_past_due_days' is never below 0: this range is never reached.");

    [Fact]
    public void FailingExample_IsAnErrorAtItsExpectation()
    {
        var yaml = StarterPolicy.Yaml + "\nexamples:\n  - name: good payer\n    given: { average_days_beyond_terms: 0, oldest_past_due_days: 0, utilisation_percent: 20, tenure_months: 40 }\n    expect: { score: 99, band: Low }\n";
        var result = PolicyLint.Check(yaml, "policy.yaml");
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldBe("Example 'good payer' expects score 99, and the policy gives 100.");
        problem.Path.ShouldBe("examples[0].expect.score");
        result.HasErrors.ShouldBeTrue();
        result.Policy.ShouldNotBeNull();
    }

    private static IReadOnlyList<string> Problems(string yaml) => [.. PolicyLint.Check(yaml, "policy.yaml").Problems.Select(p => p.ToString())];
}
