using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

/// <summary>Stages and teams that got another name.</summary>
public sealed class RenamedNamesTests
{
    private const int Days = 200;
    private static readonly DateOnly Today = SimulatedPipeline.FirstDay.AddDays(Days);
    private static readonly List<DealHistory> Deals = [.. new SimulatedPipeline(7).Run(Days)];

    // A warning told people to say what a stage was called before, and there was no place to say it.
    [Fact]
    public void StageThatWasRenamed_IsForecastAsIfItHadAlwaysBeenCalledSo_OnceItsFormerNameIsEntered()
    {
        var former = Deals.ConvertAll(d => d.Closed is null && d.Moves.Count > 0 && d.Moves[^1].Stage == "late" ? d : d with { Moves = [.. d.Moves.Select(m => m with { Stage = m.Stage == "late" ? "former" : m.Stage })] });

        var same = Make(Deals, SimulatedPipeline.What);
        var unsaid = Make(former, SimulatedPipeline.What);
        var said = Make(former, ForecastEvent.Reaches(["checked"], new Dictionary<string, string> { ["former"] = "late" }));

        unsaid.Warnings.Single(w => w.Code == "unknown-stages").NextStep.ShouldContain("Forecast:RenamedStages");
        said.Warnings.ShouldNotContain(w => w.Code == "unknown-stages");
        said.Weeks.Select(w => w.Reviews.Expected).ShouldBe(same.Weeks.Select(w => w.Reviews.Expected));
    }

    [Fact]
    public void StepThatWasRenamed_IsReachedUnderItsFormerName()
    {
        var what = ForecastEvent.Reaches(["checked"], new Dictionary<string, string> { ["inspected"] = "checked" });

        (what.IsReachedBy("inspected"), what.IsReachedBy("checked"), what.IsReachedBy("late")).ShouldBe((true, true, false));
    }

    // 103 hours of a team that the policy no longer knew were nobody's, and nothing said so.
    [Fact]
    public void OpenReviewsOfATeamWithoutHours_AreToldOf()
    {
        var capacity = new TeamCapacity
        {
            HoursOn = _ => 8, OpenHoursOn = _ => 8, AllowedHours = 24, ByTeam = new Dictionary<string, Func<DateOnly, double>> { ["A"] = _ => 8 },
        };
        var waiting = new[] { Waiting("A"), Waiting("B"), Waiting("B"), Waiting("") };

        Told(waiting).ShouldBe(["2 reviews that are open now (6.5 hours) belong to team 'B', of which the policy knows nobody's hours: whether they are done in time cannot be told, and they count only in the time that the others have left."]);
        Told(waiting[..1]).ShouldBeEmpty();
        Told([Waiting("")]).ShouldBeEmpty("what no rule routes is done in the time that the teams have left");

        List<string> Told(IReadOnlyList<WaitingReview> open) =>
            [.. Make(Deals, SimulatedPipeline.What, q => q with { Capacity = capacity, Waiting = open }).Warnings.Where(w => w.Code == "open-elsewhere").Select(w => w.Message)];

        static WaitingReview Waiting(string team) => new(ReviewTypes.Event, 3.25, 40) { Team = team };
    }

    private static WorkloadForecast Make(IReadOnlyList<DealHistory> deals, ForecastEvent what, Func<WorkloadQuestion, WorkloadQuestion>? with = null)
    {
        var counts = new HazardCounts(what, SimulatedPipeline.FirstDay, Days);
        foreach (var deal in deals)
            counts.Add(deal);
        var question = new WorkloadQuestion
        {
            MadeAt = new DateTimeOffset(Today, TimeOnly.MinValue, TimeSpan.Zero),
            AsOfDate = Today,
            PolicyVersion = "test",
            Currency = CurrencyCode.Parse("EUR"),
            Counts = counts,
            Open = [.. deals.Select(d => OpenDeal.From(d, what)).OfType<OpenDeal>()],
            Review = _ => new ReviewChance(0.5, 2, "test"),
            Stages = [new StageRecord("early") { DefaultProbabilityPercent = 20 }, new StageRecord("late") { DefaultProbabilityPercent = 40 }, new StageRecord("checked") { DefaultProbabilityPercent = 80 }],
        };
        return WorkloadForecaster.Make(with?.Invoke(question) ?? question).Forecast.ShouldNotBeNull();
    }
}
