using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Reviews;
using CreditBridge.Worker.Cli.Reviews;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reviews;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

/// <summary>What <c>reviews show</c> says of the exceptions that a decision became.</summary>
public sealed class ReviewTablesTests
{
    private static readonly CreditReview Decided = new()
    {
        Key = "R-1", AccountKey = "001", OpportunityKey = "D1", State = ReviewState.Decided, Reasons = [], Effort = "usual", OpenedAt = ReviewCases.Start, ClosedAt = ReviewCases.Start,
        Outcome = new ReviewOutcome(ReviewVerdict.Approved, "005D", ReviewCases.Start, null)
        {
            OverrideKey = "R-1-clear", Granted = [new StandingGrant("R-1-clear", "the approval of the deal"), new StandingGrant("R-1-raise", "a limit")],
        },
    };

    private static ListedOverride Listed(string key, OverrideState state, DateOnly? endedOn = null) => new(
        new OverrideRecord(key, "001", OverrideEffect.RaiseLimit, "Dana Credit", "why", new DateOnly(2026, 11, 2)) { EndedOn = endedOn }, "creditbridge", "Sandberg AG",
        new OverrideStanding(key, OverrideEffect.RaiseLimit, state, "Why.", []));

    private static string Show(CreditReview review, params ListedOverride[] became)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 80;
        var listed = new ListedReview(review, SlaClock.StandingOf(review, ReviewCases.Policy, ReviewCases.Start, TimeZoneInfo.Utc)) { AccountName = "Sandberg AG" };
        ReviewTables.ShowOne(console, listed, "Dana Credit", became, ReviewCases.Policy, TimeZoneInfo.Utc);
        return string.Join(' ', writer.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // It pointed to a list in which there was nothing.
    [Fact]
    public void ExceptionThatWasRevoked_IsCalledThat() => Show(Decided, Listed("R-1-clear", OverrideState.Active)).ShouldSatisfyAllConditions(
        s => s.ShouldContain("It became exception R-1-clear: 'creditbridge override list 001'."),
        s => s.ShouldContain("It became exception R-1-raise, which was revoked."));

    [Theory]
    [InlineData(OverrideState.Ended, false, "ended early")]
    [InlineData(OverrideState.Ended, true, "ended early")]
    [InlineData(OverrideState.Expired, true, "ended")]
    [InlineData(OverrideState.Expired, false, "expired")]
    [InlineData(OverrideState.OutOfBounds, false, "beyond the policy's bounds: no effect")]
    public void ExceptionThatDoesNotCountAnyMore_SaysWhereItStands(OverrideState state, bool wasEnded, string words) =>
        Show(Decided, Listed("R-1-raise", state, wasEnded ? new DateOnly(2026, 11, 2) : null)).ShouldContain($"It became exception R-1-raise ({words}): 'creditbridge override list 001'.");

    [Fact]
    public void DecisionThatWasKeptWithoutAllOfThem_NamesTheFirst() =>
        ReviewTables.ExceptionsOf(Decided with { Outcome = Decided.Outcome! with { Granted = null } }).ShouldBe(["R-1-clear"]);
}
