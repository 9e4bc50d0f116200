using CreditBridge.Sandbox.Schema.Formulas;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Schema;

public sealed class FormulaTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, object?> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Amount"] = 100m, ["Nothing"] = null, ["Status__c"] = "Open", ["Hold__c"] = true, ["Account.Name"] = "Acme", ["Due__c"] = Now.AddHours(4), ["Day__c"] = new DateOnly(2026, 3, 1),
    };

    public static TheoryData<string, object?> Formulas => new()
    {
        { "1 + 2 * 3", 7m },
        { "(1 + 2) * 3", 9m },
        { "Amount / 0", null },
        { "-Amount", -100m },
        { "Nothing + 1", 1m },
        { "Nothing > 0", false },
        { "\"a\" & Account.Name & \"b\"", "aAcmeb" },
        { "'it\\'s'", "it's" },
        { "IF(Amount >= 100, \"big\", \"small\")", "big" },
        { "AND(Hold__c, NOT(ISBLANK(Status__c)))", true },
        { "Hold__c && Amount < 5 || ISBLANK(Nothing)", true },
        { "CASE(Status__c, \"Closed\", 1, \"Open\", 2, 3)", 2m },
        { "CASE(Nothing, \"Closed\", 1, 3)", 3m },
        { "ISPICKVAL(Status__c, \"open\")", false },
        { "Status__c <> \"Open\"", false },
        { "NOW() + 8 / 24 > Due__c", true },
        { "NOW() + 2 / 24 > Due__c", false },
        { "Day__c < TODAY()", true },
        { "IMAGE(\"/img/a.gif\", \"words\")", "<img src=\"/img/a.gif\" alt=\"words\" border=\"0\"/>" },
    };

    [Theory, MemberData(nameof(Formulas))]
    public void Formula_GivesWhatThePlatformGives(string formula, object? expected) =>
        FormulaFunctions.Evaluate(FormulaParser.Parse(formula), Context()).ShouldBe(expected);

    [Fact]
    public void BlankAsBlank_MakesEmptyWhatIsComputedFromNothing() =>
        FormulaFunctions.Evaluate(FormulaParser.Parse("Nothing + 1"), Context() with { BlankAsZero = false }).ShouldBeNull();

    [Theory]
    [InlineData("ISCHANGED(Amount)", false, true)]
    [InlineData("ISCHANGED(Status__c)", false, false)]
    [InlineData("ISCHANGED(Amount)", true, false)]
    [InlineData("OR(ISNEW(), Hold__c)", true, true)]
    [InlineData("$Permission.May_Do_It", false, true)]
    public void Rule_KnowsWhatChangedAndWhoWrites(string formula, bool isNew, bool expected) =>
        FormulaFunctions.IsTrue(FormulaParser.Parse(formula), Context() with
        {
            IsNew = isNew,
            ReadPrior = path => path == "Amount" ? 50m : Values[path],
            HasPermission = name => name == "May_Do_It",
        }).ShouldBe(expected);

    [Theory]
    [InlineData("", "ends too early")]
    [InlineData("1 +", "ends too early")]
    [InlineData("(1", "ends too early")]
    [InlineData("1 1", "unexpected '1' at character 3")]
    [InlineData("\"open", "no closing quote")]
    [InlineData("VLOOKUP(a, b)", "does not know the function VLOOKUP")]
    public void Formula_ThatCannotBeReadSaysWhere(string formula, string problem) =>
        Should.Throw<FormulaException>(() => FormulaParser.Parse(formula)).Message.ShouldContain(problem);

    private static FormulaContext Context() => new() { Read = path => Values[path], Now = Now, BlankAsZero = true };
}
