using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.CreditFiles;

public sealed class SuccessionTests
{
    private static readonly DateOnly March = new(2026, 3, 1);

    private static Dictionary<string, DateOnly> Days(params (string Name, DateOnly Day)[] days) => days.ToDictionary(d => d.Name, d => d.Day);

    [Fact]
    public void A_hold_of_a_merged_account_goes_on_from_its_earlier_day()
    {
        var kept = new PriorStanding { DecidedOn = March, Band = "B", Holds = Days(("past_due", March)) };
        var merged = new PriorStanding { DecidedOn = March.AddDays(5), Band = "E", Holds = Days(("past_due", March.AddDays(-9)), ("insolvency", March.AddDays(3))) };
        var both = kept.With(merged);
        both.Holds.ShouldBe(Days(("insolvency", March.AddDays(3)), ("past_due", March.AddDays(-9))), ignoreOrder: true);
        (both.Band, both.DecidedOn).ShouldBe(("B", March), "what the kept account was is not changed");
    }

    [Fact]
    public void Promises_and_used_exceptions_of_both_stay()
    {
        var kept = new PriorStanding { PromisedReviews = Days(("d1", March)), EndedOverrides = ["x1"], OverrideUses = new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["d1"] } };
        var merged = new PriorStanding
        {
            PromisedReviews = Days(("d2", March)), EndedOverrides = ["x0", "x1"],
            OverrideUses = new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["d0", "d1"], ["y"] = ["d2"] },
        };
        var both = kept.With(merged);
        both.PromisedReviews.Keys.ShouldBe(["d1", "d2"]);
        both.EndedOverrides.ShouldBe(["x0", "x1"]);
        both.OverrideUses["x"].ShouldBe(["d0", "d1"]);
        both.OverrideUses["y"].ShouldBe(["d2"]);
    }

    [Fact]
    public void What_ended_exceptions_of_both_stays_known()
    {
        var (ours, theirs) = (new EndedEarly("'late' (x > 1)", March), new EndedEarly("'insolvent' (y > 2)", March.AddDays(1)));
        var kept = new PriorStanding { EndedBy = new Dictionary<string, EndedEarly> { ["x1"] = ours } };
        var merged = new PriorStanding { EndedBy = new Dictionary<string, EndedEarly> { ["x2"] = theirs } };
        kept.With(merged).EndedBy.ShouldBe(new Dictionary<string, EndedEarly> { ["x1"] = ours, ["x2"] = theirs }, ignoreOrder: true);
        PriorStanding.None.With(merged).EndedBy.ShouldBe(merged.EndedBy);
        kept.With(PriorStanding.None).EndedBy.ShouldBe(kept.EndedBy);
    }

    [Fact]
    public void Nothing_to_take_on_changes_nothing() => PriorStanding.None.With(PriorStanding.None).Holds.ShouldBeEmpty();
}
