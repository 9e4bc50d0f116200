using CreditBridge.Core.Policies.Comparison;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies.Comparison;

public sealed class PolicyComparisonTests
{
    [Fact]
    public void SamePolicy_CommentsLayoutNumbersAndOrderOfKeys_AreNoDifference() =>
        Changes(StarterPolicy.Yaml, "# hello\n" + StarterPolicy.Replace("Low: 250_000, Moderate: 100_000", "Moderate: 100000.0, Low: 250000")).ShouldBeEmpty();

    [Theory]
    [InlineData("percent: 250", "percent: 300", "Method 'two and a half months of what is paid': the percent: now 300, up from 250.")]
    [InlineData("weight: 35", "weight: 30", "Factor 'payment behaviour': the weight: now 30, down from 35.")]
    [InlineData("when: erp_hold", "when: erp_hold or past_due_amount > 9", "Rule 'held in the ERP': the condition: now \"erp_hold or past_due_amount > 9\", was \"erp_hold\".")]
    [InlineData("{ from: 5, to: 15, points: 65 }", "{ from: 5, to: 15, points: 60 }", "Factor 'payment behaviour', range '5 to 15': the points: now 60, down from 65.")]
    [InlineData("weekend: [Saturday, Sunday]", "weekend: [Friday, Saturday]", "The weekend: now with Friday; now without Sunday.")]
    [InlineData("disputed_is_past_due: no", "disputed_is_past_due: yes", "The disputed is past due: now yes, was no.")]
    [InlineData("  highest: 2_000_000                # no limit is higher without a person\n", "", "No longer there: the highest that is possible 2_000_000.")]
    [InlineData("erp: erp_wins", "erp: lower_of_both", "Which limit wins against the ERP's: now lower_of_both, was erp_wins.")]
    public void OneChange_IsOneSentence(string piece, string replacement, string sentence) =>
        Changes(StarterPolicy.Yaml, StarterPolicy.Replace(piece, replacement)).ShouldBe([sentence]);

    [Fact]
    public void RuleInTheMiddle_IsOneChange() =>
        Changes(StarterPolicy.Yaml, StarterPolicy.Replace("    - name: far over the limit", "    - name: disputes\n      when: disputed_amount > 9\n      reason: r\n      release: l\n    - name: far over the limit"))
            .ShouldBe(["New rule 'disputes' (when disputed_amount > 9; reason r; release l)."]);

    [Fact]
    public void OrderOfAlternatives_Matters()
    {
        var deposit = "    - { offer: deposit, max_percent: 50, step_percent: 5 }\n";
        var swapped = StarterPolicy.Replace(deposit, "").Replace("    - { offer: shorter_terms", deposit + "    - { offer: shorter_terms", StringComparison.Ordinal);
        var change = PolicyComparison.Compare(StarterPolicy.Yaml, swapped)!.ShouldHaveSingleItem();
        change.Kind.ShouldBe(ChangeKind.Moved);
        change.Text.ShouldStartWith("The order of the alternatives is now: deposit, shorter_terms");
    }

    [Fact]
    public void LinesOfBothDocuments_AreNamed()
    {
        var change = PolicyComparison.Compare(StarterPolicy.Yaml, "# one line more\n" + StarterPolicy.Replace("percent: 250", "percent: 300"))!.ShouldHaveSingleItem();
        change.NewLine.ShouldBe(change.OldLine + 1);
        StarterPolicy.Yaml.Split('\n')[change.OldLine!.Value - 1].ShouldContain("percent: 250");
    }

    [Fact]
    public void UnreadableDocument_HasNoComparison() => PolicyComparison.Compare(StarterPolicy.Yaml, "score: [").ShouldBeNull();

    private static IReadOnlyList<string> Changes(string before, string after) => [.. PolicyComparison.Compare(before, after)!.Select(c => c.Text)];
}
