using CreditBridge.Worker.Cli;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

public sealed class DayOptionTests
{
    // A day in four years was taken as the last that is known: everything still open had then not closed for years.
    [Theory]
    [InlineData("forecast backtest --deals f.csv")]
    [InlineData("forecast payments --items f.csv --customer c --issued i --due d --settled s")]
    public void ADayToCome_IsNotKnown_AndIsRefusedByItsName(string command)
    {
        CommandLine.Create().Parse([.. command.Split(' '), "--as-of", "2999-12-31"]).Errors.ShouldContain(e => e.Message.StartsWith("2999-12-31 is after today"));
        CommandLine.Create().Parse([.. command.Split(' '), "--as-of", "2025-12-31"]).Errors.ShouldBeEmpty();
        CommandLine.Create().Parse([.. command.Split(' '), "--as-of", "31.12.2025"]).Errors.ShouldHaveSingleItem().Message.ShouldStartWith("'31.12.2025' is not a day");
    }

    // In Sydney on the morning of the 24th, invoices of that day were of a day to come.
    [Theory]
    [InlineData("Australia/Sydney", "2026-11-24", 0)]
    [InlineData("UTC", "2026-11-24", 1)]
    [InlineData("America/Los_Angeles", "2026-11-23", 0)]
    public void Today_IsThatOfTheMachine(string zone, string day, int errors)
    {
        var clock = new ZonedClock(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById(zone));
        CommandLine.Create(clock).Parse(["forecast", "backtest", "--deals", "f.csv", "--as-of", day]).Errors.Count.ShouldBe(errors);
    }

    private sealed class ZonedClock(DateTimeOffset now, TimeZoneInfo zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
