using System.CommandLine;
using CreditBridge.Worker.Cli;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

public class NumberOptionTests
{
    public static IEnumerable<object[]> Numbers =>
        All(CommandLine.Create(), []).Where(o => o.Option is Option<int> or Option<int?>).Select(o => new object[] { string.Join(' ', o.Path), o.Option.Name });

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_is_no_number_was_a_crash_and_is_an_error_that_names_it(string command, string option)
    {
        var result = CommandLine.Create().Parse([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), option, "abc"]);

        result.Errors.ShouldContain(e => e.Message.Contains("abc"));
    }

    [Theory]
    [InlineData("reviews", "--limit")]
    [InlineData("watchlist", "--limit")]
    [InlineData("alerts list", "--limit")]
    [InlineData("reviews report", "--weeks")]
    [InlineData("forecast", "--weeks")]
    public void A_number_out_of_bounds_is_refused_with_the_bounds(string command, string option)
    {
        foreach (var number in new[] { "0", "-5", "99999999999" })
            CommandLine.Create().Parse([.. command.Split(' '), option, number]).Errors.ShouldContain(e => e.Message.Contains($"{option} takes a number from ") && e.Message.Contains(number));
    }

    private static IEnumerable<(List<string> Path, Option Option)> All(Command command, List<string> path) => command.Options.Select(o => (path, o))
        .Concat(command.Subcommands.SelectMany(c => All(c, [.. path, c.Name])));
}
