using System.CommandLine;
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
