using CreditBridge.Core.Forecasting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public class DealPathTests
{
    private static readonly DateOnly Day = new(2026, 1, 5);

    [Fact]
    public void Stays_end_with_the_move_to_the_next_stage_and_the_last_with_the_event() =>
        Read(Deal((0, "a"), (3, "a"), (5, "b"), (9, "checked"), (12, "b"))).Stays.ShouldBe(
            [new StageStay("a", Day, Day.AddDays(5), Ending.Moved), new StageStay("b", Day.AddDays(5), Day.AddDays(9), Ending.Event)]);

    [Fact]
    public void What_is_passed_within_a_day_is_no_stay() =>
        Read(Deal((0, "a"), (5, "b"), (5, "c"))).Stays.ShouldBe(
            [new StageStay("a", Day, Day.AddDays(5), Ending.Moved), new StageStay("c", Day.AddDays(5), DateOnly.MaxValue, Ending.None)]);

    [Fact]
    public void A_deal_that_closes_before_the_event_is_lost_to_it() =>
        Read(Deal((0, "a")) with { Closed = Day.AddDays(4) }).Stays.ShouldBe([new StageStay("a", Day, Day.AddDays(4), Ending.Lost)]);

    [Fact]
    public void A_deal_opened_at_the_step_is_an_event_of_its_first_day()
    {
        var path = Read(Deal((0, "checked")));

        path.IsBornWithEvent.ShouldBeTrue();
        path.Stays.ShouldBeEmpty();
    }

    [Fact]
    public void A_deal_that_closes_before_it_opens_is_unsound() => Read(Deal((0, "a")) with { Closed = Day.AddDays(-1) }).IsSound.ShouldBeFalse();

    [Fact]
    public void A_former_name_of_a_stage_is_its_present_one()
    {
        var path = new DealPath();
        path.Read(Deal((0, "old"), (4, "a")), ForecastEvent.Reaches(["checked"], new Dictionary<string, string> { ["old"] = "a" }));

        path.Stays.ShouldBe([new StageStay("a", Day, DateOnly.MaxValue, Ending.None)]);
    }

    private static DealHistory Deal(params (int Day, string Stage)[] moves) => new("D", Day, [.. moves.Select(m => new StageMove(Day.AddDays(m.Day), m.Stage))]);

    private static DealPath Read(DealHistory deal)
    {
        var path = new DealPath();
        path.Read(deal, ForecastEvent.Reaches(["checked"]));
        return path;
    }
}
