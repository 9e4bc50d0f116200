using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using Shouldly;
using Xunit;
using Fields = CreditBridge.Abstractions.Fields.CreditFields.ReviewForecast;

namespace CreditBridge.UnitTests.Forecasting;

/// <summary>What rows of forecasts say in the CRM while the service makes one every day. One review is known for each business day.</summary>
public sealed class ForecastRowsOverAWeekTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    private readonly Dictionary<string, IReadOnlyDictionary<CreditField, FieldValue>> _crm = [];
    private WorkloadForecast? _last;

    // On Friday the dashboard showed one day as the week, and on Sunday nothing.
    [Theory]
    [InlineData(-1, 1, 2, 3, 4, 5, 6)]
    [InlineData(0, 1, 2, 3, 4, 5, 6)]
    [InlineData(-3, 2, 4)]
    public void WeekThatHasBegun_GoesOnToSayWhatWasExpectedOfAllOfIt(params int[] daysOfForecasts)
    {
        foreach (var day in daysOfForecasts)
        {
            Make(Monday.AddDays(day));
            Of("F-2026-11-23-All").ShouldBe((5m, 40m), $"day {day}");
            Of("F-2026-11-23-Team-A").ShouldBe((5m, 40m), $"day {day}");
            Of("F-2026-11-23-Region-DE").ShouldBe((5m, null), $"day {day}");
        }
    }

    [Fact]
    public void NextWeek_IsWrittenAnewUntilItsMonday_AndTheOneThatIsOverStays()
    {
        Make(Monday);
        Make(Monday.AddDays(6), hoursPerDay: 6);
        Of("F-2026-11-30-All").ShouldBe((5m, 30m));
        Make(Monday.AddDays(7), hoursPerDay: 4);
        Of("F-2026-11-30-All").ShouldBe((5m, 20m), "the Monday's own forecast is of the whole week");
        Make(Monday.AddDays(8), hoursPerDay: 2);

        Of("F-2026-11-23-All").ShouldBe((5m, 40m));
        Of("F-2026-11-30-All").ShouldBe((5m, 20m));
        Of("F-2026-12-07-All").ShouldBe((5m, 10m));
    }

    [Fact]
    public void ForecastThatBeginsInMidWeek_WritesNoRowOfThatWeek()
    {
        Make(Monday.AddDays(2));

        _crm.Keys.ShouldAllBe(k => !k.StartsWith("F-2026-11-23"));
        Of("F-2026-11-30-All").ShouldBe((5m, 40m));
    }

    // On a Monday the rows of all reviews were written anew while that of a team which was no more stayed: the teams had more reviews than there were.
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 5.0)]
    public void TeamThatIsNoMore_LeavesTheWeekThatBegins_AndStaysInOneThatHasBegun(int day, double? reviews)
    {
        Make(Monday.AddDays(day == 0 ? -1 : 0));
        Make(Monday.AddDays(day), team: "B");

        Of("F-2026-11-23-Team-A").Reviews.ShouldBe((decimal?)reviews);
        Of("F-2026-11-30-Team-A").Reviews.ShouldBeNull();
        Of("F-2026-11-30-Team-B").Reviews.ShouldBe(5m);
    }

    // The service was started on Monday evening: the row of that week had the hours that were left of it, and kept them.
    [Fact]
    public void ForecastOfAMondayOnWhichWorkHasBegun_WritesNoRowOfThatWeek_AndLeavesTheOneThatIsThere()
    {
        Make(Monday, hasBegun: true);
        _crm.Keys.ShouldAllBe(k => !k.StartsWith("F-2026-11-23"));
        Of("F-2026-11-30-All").ShouldBe((5m, 40m));

        Make(Monday.AddDays(7), hoursPerDay: 4, team: "B", hasBegun: true);
        Of("F-2026-11-30-All").ShouldBe((5m, 40m), "what was expected before the week began");
        Of("F-2026-11-30-Team-A").ShouldBe((5m, 40m));
        Of("F-2026-12-07-Team-A").Reviews.ShouldBeNull();
        Of("F-2026-12-07-Team-B").ShouldBe((5m, 20m));
    }

    private (decimal? Reviews, decimal? Capacity) Of(string key) => ((decimal?)_crm[key][Fields.Expected].Content, (decimal?)_crm[key][Fields.CapacityHours].Content);

    // Made, and written to the CRM at once.
    private void Make(DateOnly day, double hoursPerDay = 8, string team = "A", bool hasBegun = false)
    {
        double Hours(DateOnly on) => on < day || !IsWorkedOn(on) ? 0 : hoursPerDay;
        var forecast = WorkloadForecaster.Make(new WorkloadQuestion
        {
            MadeAt = new DateTimeOffset(day, new TimeOnly(5, 0), TimeSpan.Zero),
            AsOfDate = day,
            PolicyVersion = "test",
            Currency = CurrencyCode.Parse("EUR"),
            Counts = new HazardCounts(ForecastEvent.Reaches(["checked"]), day.AddDays(-30), 60),
            Open = [],
            Review = _ => new ReviewChance(0, 2, "test"),
            Known = [.. Enumerable.Range(0, 60).Select(day.AddDays).Where(IsWorkedOn).Select(d => new DatedWork(d, ReviewTypes.Periodic, 2) { Region = "DE", Team = team })],
            Capacity = new TeamCapacity
            {
                HoursOn = Hours, OpenHoursOn = d => IsWorkedOn(d) ? 8 : 0, AllowedHours = 24, ByTeam = new Dictionary<string, Func<DateOnly, double>> { [team] = Hours },
            },
        }).Forecast.ShouldNotBeNull();
        var from = hasBegun ? day.AddDays(1) : day;
        foreach (var change in ForecastRows.Changes(forecast, "crm", _ => true, from).Concat(_last is null ? [] : ForecastRows.Withdrawals(_last, forecast, "crm", _ => true, from)))
        {
            var known = _crm.GetValueOrDefault(change.Target.Key);
            var plan = change.Plan(known is null ? null : new RecordStanding(known, null));
            if (plan.Entry is { } entry)
                _crm[change.Target.Key] = (known ?? new Dictionary<CreditField, FieldValue>()).Where(v => !entry.Values.ContainsKey(v.Key)).Concat(entry.Values).ToDictionary();
        }

        _last = forecast;
    }

    private static bool IsWorkedOn(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
