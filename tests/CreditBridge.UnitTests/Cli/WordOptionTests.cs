using System.CommandLine;
using System.Text.RegularExpressions;
using CreditBridge.Worker.Cli;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

public sealed class WordOptionTests
{
    public static IEnumerable<object[]> Words => All(CommandLine.Create(), []).Where(o => (Nullable.GetUnderlyingType(o.Option.ValueType) ?? o.Option.ValueType).IsEnum)
        .SelectMany(o => o.Option.HelpName!.Split('|').Select(w => new object[] { string.Join(' ', o.Path), o.Option.Name, w }));

    // Help named MonthEnd, which was refused.
    [Theory]
    [MemberData(nameof(Words))]
    public void AWordThatHelpNames_IsTaken_AndAnotherIsRefusedWithThese(string command, string option, string word)
    {
        string[] path = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        foreach (var written in new[] { word, word.ToUpperInvariant(), word.Replace("-", "") })
            CommandLine.Create().Parse([.. path, option, written]).Errors.ShouldNotContain(e => e.Message.Contains(written));
        CommandLine.Create().Parse([.. path, option, "colour"]).Errors.ShouldContain(e => e.Message.StartsWith($"{option} does not take 'colour': write ") && e.Message.Contains(word));
    }

    public static IEnumerable<object[]> Commands => All(CommandLine.Create(), []).Select(o => string.Join(' ', o.Path)).Distinct().Select(c => new object[] { c });

    // Of words that are written small, help said [default: Open].
    [Theory]
    [MemberData(nameof(Commands))]
    public void ADefaultThatHelpNames_IsWrittenAsItIsTaken(string command)
    {
        using var help = new StringWriter();
        CommandLine.Create().Parse([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Invoke(new InvocationConfiguration { Output = help });

        help.ToString().ShouldContain("--help");
        Regex.Matches(help.ToString(), @"\[default:\s+([^\]]*)\]").Select(m => m.Groups[1].Value).ShouldAllBe(d => !char.IsAsciiLetterUpper(d[0]));
    }

    [Theory]
    [InlineData("reviews list", "--state", "open")]
    [InlineData("explain", "--audience", "credit")]
    [InlineData("policy replay", "--every", "month")]
    public void WhatIsMeantWithoutAWord_IsSaidByHelp(string command, string option, string word) =>
        All(CommandLine.Create(), []).First(o => string.Join(' ', o.Path) == command && o.Option.Name == option).Option.Description!.ShouldEndWith($" Default: {word}.");

    [Fact]
    public void OriginsAreMonthEndOrWeekly() => Words.Where(w => (string)w[1] == "--origins").Select(w => w[2]).ShouldBe(["month-end", "weekly"]);

    [Theory]
    [InlineData("--key", "id")]
    [InlineData("--opened", "created")]
    [InlineData("--as-of", "2025-12-31")]
    [InlineData("--year-start-month", "4")]
    public void WhatIsSaidOfAListOfDeals_WasIgnoredWithoutOne(string option, string value)
    {
        CommandLine.Create().Parse(["forecast", "backtest", option, value]).Errors.ShouldHaveSingleItem().Message.ShouldStartWith($"'{option} {value}' is said of a list of deals");
        CommandLine.Create().Parse(["forecast", "backtest", "--deals", "f.csv", option, value]).Errors.ShouldBeEmpty();
    }

    private static IEnumerable<(List<string> Path, Option Option)> All(Command command, List<string> path) => command.Options.Select(o => (path, o))
        .Concat(command.Subcommands.SelectMany(c => All(c, [.. path, c.Name])));
}
