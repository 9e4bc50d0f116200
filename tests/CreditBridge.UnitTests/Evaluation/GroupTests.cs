using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class GroupTests
{
    private static CreditPolicy PolicyWith(string group) => StarterPolicy.With("calendar:\n", $"group:\n  {group}\ncalendar:\n");

    private static CreditFile Member(CreditLimit own, decimal othersOwe = 0m, string? groupLimit = "15000 EUR") => Files.Standard() with
    {
        Payments = [],
        Customers = [Files.Customers(own)],
        Group = new GroupStanding("000", "Sandberg Group",
        [
            new GroupMember("002", "Sandberg GmbH", [new GroupSum(Files.Euros(othersOwe), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m))]) { OldestDueOn = Files.Today.AddDays(-12) },
        ])
        {
            TopLimits = groupLimit is null ? [] : [CreditLimit.Of(Money.Parse(groupLimit))],
        },
    };

    private static CreditLimit Limit(string text) => text switch
    {
        "NotSet" => CreditLimit.NotSet,
        "None" => CreditLimit.None,
        "Unlimited" => CreditLimit.Unlimited,
        var amount => CreditLimit.Of(Money.Parse(amount)),
    };

    /// <summary>Published: an individual limit against a group limit of 15,000; 0 where a limit is mandatory is no credit, otherwise nobody has set one.</summary>
    [Theory]
    [InlineData("10000 EUR", "10000 EUR")]
    [InlineData("20000 EUR", "15000 EUR")]
    [InlineData("None", "None")]
    [InlineData("Unlimited", "Unlimited")]
    [InlineData("NotSet", "15000 EUR")]
    public void IndividualAgainstGroupLimit_IsAsPublished(string own, string expected)
    {
        var yaml = StarterPolicy.Yaml.Replace("calendar:\n", "group:\n  limit: erp\ncalendar:\n", StringComparison.Ordinal)
            .Replace("  highest: 2_000_000 ", "  # no highest ", StringComparison.Ordinal)
            .Replace("    - name: ceiling of the band\n      use: by_band\n      amounts: { Low: 250_000, Moderate: 100_000, Elevated: 25_000, High: none }\n", "", StringComparison.Ordinal);
        var decision = CreditEvaluator.Evaluate(Member(Limit(own)), StarterPolicy.Parse(yaml));
        decision.Limit.ToString().ShouldBe(expected);
        decision.Group!.Limit.ToString().ShouldBe("15000 EUR");
        decision.LimitSteps[^1].Rule.ShouldBe("limit of the group");
    }

    [Theory]
    [InlineData("limit: erp", "Unlimited", "2000000 EUR")]
    [InlineData("limit: erp\n  unlimited_members: included", "Unlimited", "15000 EUR")]
    [InlineData("limit: { amount: 7_000 }", "20000 EUR", "7000 EUR")]
    [InlineData("limit: { amount: none }", "20000 EUR", "None")]
    [InlineData("limit: { amount: unlimited }", "20000 EUR", "20000 EUR")]
    [InlineData("limit: { formula: erp_limit / 4 + 200 }", "20000 EUR", "5200 EUR")]
    public void GroupLimit_IsFoundAsDeclared(string group, string own, string expected)
    {
        // The cap of the starter policy makes an amount of "unlimited", as it does without a group; the member is exempt nevertheless.
        var decision = CreditEvaluator.Evaluate(Member(Limit(own), othersOwe: 20_000m), PolicyWith(group));
        decision.Limit.ToString().ShouldBe(expected);
        (decision.Headroom?.Amount < 0m).ShouldBe(expected is "15000 EUR" or "7000 EUR" or "None" or "5200 EUR");
    }

    [Fact]
    public void WithoutOwnLimit_NotSet_StaysNotSet()
    {
        var yaml = StarterPolicy.Yaml.Replace("calendar:\n", "group: { limit: erp, without_own_limit: not_set }\ncalendar:\n", StringComparison.Ordinal)
            .Replace("      amounts: { Low: 250_000,", "      when: country = \"none\"\n      amounts: { Low: 250_000,", StringComparison.Ordinal);
        var decision = CreditEvaluator.Evaluate(Member(CreditLimit.NotSet), StarterPolicy.Parse(yaml));
        decision.Limit.ShouldBe(CreditLimit.NotSet);
        decision.Headroom.ShouldBeNull();
    }

    [Fact]
    public void Headroom_IsTheLowerOfOwnAndGroup()
    {
        var file = Member(CreditLimit.Of(Files.Euros(10_000m)), othersOwe: 9_000m) with { OpenItems = [Files.Open("I1", Files.Today.AddDays(5), 1_000m)] };
        var decision = CreditEvaluator.Evaluate(file, PolicyWith("limit: erp"));
        decision.Group!.Exposure.ShouldBe(Files.Euros(10_000m));
        decision.Group.Headroom.ShouldBe(Files.Euros(5_000m));
        decision.Headroom.ShouldBe(Files.Euros(5_000m));
        decision.Message.ShouldContain("EUR 5,000 are free: the group 'Sandberg Group' shares a limit of EUR 15,000.");
        var full = CreditEvaluator.Evaluate(Member(CreditLimit.Of(Files.Euros(10_000m)), othersOwe: 16_000m), PolicyWith("limit: erp"));
        full.Headroom.ShouldBe(Files.Euros(-1_000m));
        full.Message.ShouldContain("is used up by its accounts together");
        CreditEvaluator.Evaluate(Member(CreditLimit.Of(Files.Euros(10_000m)), othersOwe: 1_000m), PolicyWith("limit: erp")).Headroom.ShouldBe(Files.Euros(10_000m));
    }

    [Fact]
    public void GroupCounts_DecideWhatOfTheOthersCounts()
    {
        var sum = new GroupSum(Files.Euros(1_000m), Files.Euros(200m), Files.Euros(-30m), Files.Euros(4_000m), Files.Euros(500m));
        var file = Member(CreditLimit.Of(Files.Euros(10_000m)));
        file = file with { Group = file.Group! with { Others = [new GroupMember("002", "Sandberg GmbH", [sum, sum with { Receivables = new Money(100m, Files.Usd) }])] } };
        CreditEvaluator.Evaluate(file, PolicyWith("limit: erp")).Group!.Exposure.ShouldBe(Files.Euros(2m * 4_670m + 1_000m + 80m));
        CreditEvaluator.Evaluate(file, PolicyWith("limit: erp\n  counts: [not_due, past_due]")).Group!.Exposure.ShouldBe(Files.Euros(1_080m));
    }

    [Fact]
    public void GroupAmountWithoutRate_LeavesHeadroomOpen()
    {
        var file = Member(CreditLimit.Of(Files.Euros(10_000m)));
        var chf = new Money(1m, CurrencyCode.Parse("CHF"));
        file = file with { Group = file.Group! with { Others = [new GroupMember("002", "Sandberg GmbH", [new GroupSum(chf, chf, chf, chf, chf)])] } };
        var decision = CreditEvaluator.Evaluate(file, PolicyWith("limit: erp"));
        decision.Headroom.ShouldBeNull();
        decision.Group!.Exposure.ShouldBeNull();
        decision.Warnings.ShouldContain(w => w.StartsWith("What Sandberg GmbH of the group owes (CHF 1) cannot be converted: there is no exchange rate from CHF to EUR.", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutASection_TheGroupHasNoEffect()
    {
        var decision = CreditEvaluator.Evaluate(Member(CreditLimit.Of(Files.Euros(20_000m)), othersOwe: 90_000m), StarterPolicy.Policy);
        decision.Limit.ToString().ShouldBe("20000 EUR");
        decision.Group.ShouldBeNull();
        decision.Headroom.ShouldBe(Files.Euros(20_000m));
    }

    [Theory]
    [InlineData("limit: epr", "group.limit", "write erp, { formula: ... } or { amount: ... }", "erp")]
    [InlineData("without_own_limit: uses_group", "group.limit", "'limit' is missing", null)]
    [InlineData("limit: { formula: 5, amount: 5 }", "group.limit", "not both", null)]
    [InlineData("limit: erp\n  counts: [not_due]", "group.counts", "'not_due' stands here without 'past_due'", "past_due")]
    [InlineData("limit: erp\n  counts: [past_due, recievables]", "group.counts[1]", "choose from", null)]
    [InlineData("limit: erp\n  unlimited_members: exmpt", "group.unlimited_members", "choose one of", "exempt")]
    [InlineData("limit: { formula: headroom }", "group.limit.formula", "later step", null)]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string group, string path, string message, string? suggestion)
    {
        var problem = CreditPolicyParser.Parse(StarterPolicy.Replace("calendar:\n", $"group:\n  {group}\ncalendar:\n"), "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
    }
}
