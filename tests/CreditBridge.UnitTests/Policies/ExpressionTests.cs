using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class ExpressionTests
{
    /// <summary>The value of a formula on the standard file. A unit makes the policy ask for that kind of value.</summary>
    private static Reading Value(string formula, string? unit = null, string currency = "EUR")
    {
        var policy = StarterPolicy.Parse(Defining(formula, unit) + StarterPolicy.Replace("currency: EUR", $"currency: {currency}"));
        return CreditEvaluator.Read(Files.Standard(), policy, policy.Inputs.Defined.Single());
    }

    private static string Defining(string formula, string? unit) => $"inputs:\n  - name: x\n    formula: '{formula}'\n{(unit is null ? "" : $"    unit: {unit}\n")}";

    /// <summary>On the standard file: nothing open, EUR 100,000 limit, 82 months as customer, EUR 5,000 paid six times, country unknown.</summary>
    [Theory]
    [InlineData("tenure_months = 82", true)]
    [InlineData("tenure_months > 82 or erp_limit >= 100_000", true)]
    [InlineData("not (tenure_months > 80 and erp_limit >= 100000)", false)]
    [InlineData("erp_limit / 4 = 25000", true)]
    [InlineData("erp_limit / exposure > 1", null)]
    [InlineData("min(erp_limit, 2 * 30_000) = 60000", true)]
    [InlineData("coalesce(utilisation_percent, 7) = 0", true)]
    [InlineData("if(erp_hold, 1, 2) + 1 = 3", true)]
    [InlineData("-tenure_months - -2 < -79", true)]
    [InlineData("country in (\"DE\", \"AT\")", null)]
    [InlineData("known(country)", false)]
    [InlineData("country = \"DE\" or erp_customer_count = 1", true)]
    [InlineData("country = \"DE\" and erp_customer_count = 2", false)]
    [InlineData("country = \"DE\" and erp_customer_count = 1", null)]
    [InlineData("erp_limit * 1000000000000 * 1000000000000 * 1000000000000 > 0", null)]
    [InlineData("tenure_months in (81, 82)", true)]
    [InlineData("tenure_months not in (81, 82)", false)]
    [InlineData("erp_limit in (50_000, 100_000)", true)]
    [InlineData("-1 in (1, -1)", true)]
    [InlineData("\"a\" not in (\"A\", \"b\")", false)]
    [InlineData("industry not in (\"Retail\")", null)]
    [InlineData("country = industry", null)]
    [InlineData("\"AB\" = \"ab\"", true)]
    [InlineData("\"AB\" != \"ab\"", false)]
    [InlineData("erp_hold = no", true)]
    [InlineData("erp_hold != false", false)]
    [InlineData("yes and not no", true)]
    [InlineData("if(erp_hold, \"held\", \"free\") = \"free\"", true)]
    [InlineData("number(erp_hold) = 0 and number(not erp_hold) = 1", true)]
    [InlineData("number(\"12.5\") = 12.5 and not known(number(\"twelve\"))", true)]
    [InlineData("erp_limit > 1000 * tenure_months", true)]
    [InlineData("erp_limit = money(1000 * 100)", true)]
    public void Condition_GivesYesNoOrCannotBeTold(string condition, bool? expected)
    {
        Value(condition, "flag").Flag.ShouldBe(expected);
        Value($"not ({condition})", "flag").Flag.ShouldBe(!expected);
    }

    [Theory]
    [InlineData("abs(-3) + abs(3)", "6")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("floor(-2.5)", "-3")]
    [InlineData("ceiling(2.1)", "3")]
    [InlineData("clamp(tenure_months, 0, 50)", "50")]
    [InlineData("clamp(-5, 0, 50)", "0")]
    [InlineData("sqrt(2)", "1.41421356237")]
    [InlineData("ln(10)", "2.30258509299")]
    [InlineData("exp(1)", "2.71828182846")]
    [InlineData("power(2, 0.5)", "1.41421356237")]
    [InlineData("power(2, 40)", "1099511627780")]
    [InlineData("1 / (1 + exp(-(0.5 * 2 - 3)))", "0.1192029220221")]
    [InlineData("sqrt(-1)", null)]
    [InlineData("ln(0)", null)]
    [InlineData("ln(-1)", null)]
    [InlineData("exp(1000)", null)]
    [InlineData("exp(70)", null)]
    [InlineData("exp(-1000)", "0")]
    [InlineData("power(-8, 1 / 3)", null)]
    [InlineData("power(0, -1)", null)]
    [InlineData("max(1, ln(0))", null)]
    [InlineData("coalesce(ln(0), 7)", "7")]
    [InlineData("79228162514264337593543950335 * 2", null)]
    public void Number_IsTheSameOnEveryMachine(string formula, string? expected)
    {
        var number = Value(formula, "number").Number;
        if (expected is null)
            number.ShouldBeNull();
        else
            Math.Round(number!.Value, 13).ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The decision is in euros, the policy in dollars, and a dollar is 0.8 euros.</summary>
    [Theory]
    [InlineData("1000 * tenure_months", "65600")]
    [InlineData("tenure_months * 1000", "65600")]
    [InlineData("1000 * tenure_months + 500", "66000")]
    [InlineData("tenure_months / 2 * 1000", "32800")]
    [InlineData("1000 / tenure_months * 82", "800")]
    [InlineData("-(2 * 50)", "-80")]
    [InlineData("money(tenure_months)", "65.6")]
    [InlineData("money(number(erp_limit))", "100000")]
    [InlineData("if(erp_hold, 0, 100 * tenure_months)", "6560")]
    [InlineData("round(100 * tenure_months)", "6560")]
    [InlineData("clamp(erp_limit, 0, 1_000)", "800")]
    public void WrittenNumber_IsAnAmountOfThePolicyWhereOneIsNeeded(string formula, string expected) =>
        Value(formula, "amount", "USD").Number!.Value.ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), 0.0000001m);

    [Theory]
    [InlineData("tenure_months", "amount", 0, "money(…) makes an amount")]
    [InlineData("erp_limit", "number", 0, "number(…) makes a plain number")]
    [InlineData("sqrt(erp_limit)", "number", 0, "'sqrt' takes a plain number")]
    [InlineData("tenure_months > erp_limit", "flag", 14, "cannot be compared")]
    [InlineData("erp_hold > yes", "flag", 9, "there is a condition")]
    [InlineData("country = 3", "flag", 8, "there is a text")]
    [InlineData("tenure_months in (1, \"a\")", "flag", 21, "a plain number is expected here")]
    [InlineData("sqr(4)", "number", 0, "no function 'sqr'")]
    [InlineData("sqrt(4, 5)", "number", 0, "'sqrt' takes one plain number")]
    [InlineData("round(4, 1.5)", "number", 0, "decimals from 0 to 9")]
    [InlineData("money(erp_limit)", "amount", 0, "an amount already")]
    [InlineData("1 + and", "number", 4, "'and' is not expected here")]
    [InlineData("clamp(1, 2)", "number", 0, "'clamp' takes a value, the lowest and the highest")]
    public void Mistake_SaysWhereAndWhatToDo(string formula, string unit, int position, string message)
    {
        var problem = ProblemOf(formula, unit);
        problem.Line.ShouldBe(3);
        problem.Column.ShouldBe("    formula: '".Length + 1 + position);
        problem.Path.ShouldBe("inputs[0].formula");
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void MisspeltFunction_IsSuggested() => ProblemOf("sqr(4)", "number").Suggestion.ShouldBe("sqrt");

    [Fact]
    public void EndlessFormula_IsRefused() => ProblemOf(string.Join(" + ", Enumerable.Repeat("tenure_months", 2000)), "number").Message.ShouldContain("more than 1000 words");

    private static PolicyProblem ProblemOf(string formula, string unit) => CreditPolicyParser.Parse(Defining(formula, unit) + StarterPolicy.Yaml, "policy.yaml").Problems.ShouldHaveSingleItem();

    [Fact]
    public void WhatCannotBeTold_IsNotedWithItsRule()
    {
        var policy = StarterPolicy.With("when: limit_used_percent > 120", "when: erp_limit / exposure > 1 or country = \"DE\"");
        var decision = CreditEvaluator.Evaluate(Files.Standard(), policy);
        decision.OnHold.ShouldBeFalse();
        var note = decision.Notes.ShouldHaveSingleItem();
        note.Code.ShouldBe("division_by_zero");
        note.Text.ShouldStartWith("far over the limit (hold.rules[2].when): 'erp_limit / exposure > 1");
    }

    [Fact]
    public void MissingInput_IsNotedOnlyWhereItMattered()
    {
        IEnumerable<string> Notes(string when) => CreditEvaluator.Evaluate(Files.Standard(), StarterPolicy.With("when: limit_used_percent > 120", $"when: {when}")).Notes.Select(n => $"{n.Code} {n.Text}");
        Notes("country = \"DE\"").ShouldBe(["input_missing far over the limit (hold.rules[2].when): 'country = \"DE\"' cannot be told without country."]);
        Notes("country = \"DE\" and erp_hold").ShouldBeEmpty();
        Notes("coalesce(country, \"DE\") = \"AT\"").ShouldBeEmpty();
    }
}
