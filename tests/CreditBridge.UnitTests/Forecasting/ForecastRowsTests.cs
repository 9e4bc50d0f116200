using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using CreditBridge.UnitTests.Delivery;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public sealed class ForecastRowsTests
{
    [Fact]
    public void Rows_AreThereForAllAndEveryPart_UnderKeysOfTheirOwn()
    {
        var rows = ForecastRows.Project(ForecastSamples.Forecast("Nord & Süd / \"Großkunden\" mit einem sehr langen Namen"));

        rows.Count.ShouldBe(7 * 13);
        rows.Select(r => r.Target.Key).Distinct().Count().ShouldBe(rows.Count);
        rows.ShouldAllBe(r => r.Target.Key.Length <= 80 && r.Target.IsOurs);
        rows[0].Target.Key.ShouldBe("F-2026-11-23-All");
        rows.ShouldContain(r => r.Target.Key == "F-2026-11-30-Team-Enterprise");
    }

    // Every week's row ended as what was left of it on its Sunday: nothing.
    [Theory]
    [InlineData(0, "2026-11-23")]
    [InlineData(1, "2026-11-30")]
    [InlineData(6, "2026-11-30")]
    [InlineData(7, "2026-11-30")]
    public void WeekThatHasBegun_KeepsItsRow_AsItWasExpectedOnItsMonday(int daysLater, string firstRow)
    {
        var forecast = ForecastSamples.Forecast();
        var today = forecast.Weeks[0].FirstDay.AddDays(daysLater);
        var rest = forecast with { AsOfDate = today, Weeks = Left(forecast.Weeks, today), Slices = [.. forecast.Slices.Select(s => s with { Weeks = Left(s.Weeks, today) })] };

        var rows = ForecastRows.Project(rest);

        rows.Select(r => r.Target.Key).Order().First().ShouldBe($"F-{firstRow}-All");
        rows.ShouldAllBe(r => string.CompareOrdinal(r.Target.Key, $"F-{firstRow}") > 0);
        rows.Count.ShouldBe(7 * rest.Weeks.Count(w => w.LastDay == w.FirstDay.AddDays(6)));

        static List<ForecastWeek> Left(IEnumerable<ForecastWeek> weeks, DateOnly today) =>
            [.. weeks.Where(w => w.LastDay >= today).Select(w => w with { FirstDay = w.FirstDay < today ? today : w.FirstDay })];
    }

    // With fewer weeks, and a team that was renamed, what had been said of later weeks stayed for months as if it were still so.
    [Fact]
    public void RowsOfComingWeeksThatAreNoLongerForecast_AreEmptied_AndNoOthers()
    {
        var before = ForecastSamples.Forecast();
        var tuesday = before with
        {
            AsOfDate = before.AsOfDate.AddDays(1), Weeks = [.. before.Weeks.Take(4)], Slices = [.. before.Slices.Select(s => s with { Weeks = [.. s.Weeks.Take(4)], Name = s.Name == "Enterprise" ? "Large" : s.Name })],
        };

        var rows = ForecastRows.Withdrawals(before, tuesday, "crm", _ => true, tuesday.AsOfDate);

        rows.Count(r => r.Target.Key.StartsWith("F-2026-11-23", StringComparison.Ordinal)).ShouldBe(0, "a week that has begun keeps its rows");
        rows.Count(r => r.Target.Key.EndsWith("-All", StringComparison.Ordinal)).ShouldBe(9);
        rows.Count(r => r.Target.Key.Contains("Enterprise", StringComparison.Ordinal)).ShouldBe(12);
        rows.Count.ShouldBe((7 * 9) + 3);
        var row = rows.First(r => r.Target.Key == "F-2027-02-15-All");
        row.Plan(null).Action.ShouldBe(OutboxAction.Keep, "what was never written is not made");
        var standing = ForecastRows.Project(before).Single(r => r.Target == row.Target).Values;
        var written = row.Plan(new RecordStanding(standing, null)).Entry.ShouldNotBeNull().Values;
        written[CreditFields.ReviewForecast.Expected].ShouldBe(FieldValue.Empty);
        written[CreditFields.ReviewForecast.Model].ShouldBe(FieldValue.Text("Not forecast any more"));
        written.ContainsKey(CreditFields.ReviewForecast.PeriodStart).ShouldBeFalse();
        ForecastRows.Withdrawals(before, before, "crm", _ => true, before.AsOfDate).ShouldBeEmpty();
    }

    [Fact]
    public void ForecastThatSaysTheSame_WritesNothing()
    {
        var acknowledged = ForecastRows.Project(ForecastSamples.Forecast());
        var later = ForecastRows.Project(ForecastSamples.Forecast() with { MadeAt = ForecastSamples.Now.AddDays(1) });

        foreach (var (row, before) in later.Zip(acknowledged))
            OutboxPlanner.Plan("crm", row, new RecordStanding(before.Values, null), _ => true).Action.ShouldBe(OutboxAction.Keep);
    }

    [Fact]
    public void CredibleTexts_StayWithinWhatTheFieldsTake()
    {
        foreach (var row in ForecastRows.Project(ForecastSamples.Forecast()))
        {
            foreach (var (field, value) in row.Values.Where(v => v.Key.Values.Count > 0 && !v.Value.IsEmpty))
                field.Values.ShouldContain((string)value.Content!, field.FullName);
            row.Values.Keys.ShouldBe(CreditFields.All.Where(f => f.Target == RecordKind.ReviewForecast), ignoreOrder: true);
        }
    }

    // Nine regions of a twentieth each were nine rows of zero: a report by region had one review less than the report of all.
    [Theory]
    [InlineData(new[] { 0.05, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.03 }, 0.4)]
    [InlineData(new[] { 1.25, 2.5, 0.26 }, 4.0)]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new double[0], 0.0)]
    public void RowsOfParts_AddUpToTheWhole(double[] parts, double whole)
    {
        var rounded = ForecastRows.AddingUp(parts, (decimal)whole);

        rounded.Sum().ShouldBe((decimal)whole);
        rounded.Zip(parts).ShouldAllBe(r => Math.Abs((double)r.First - r.Second) < 0.1 + 1e-9);
    }

    [Fact]
    public void RowsOfADimension_AddUpWeekByWeek()
    {
        var forecast = ForecastSamples.Forecast();
        var exact = forecast with { Slices = [.. new[] { 0.31, 0.33, 0.36 }.Select((share, i) => new ForecastSlice(ForecastDimension.Region, $"R{i}", [.. forecast.Weeks.Select(w => w with
        {
            Reviews = w.Reviews with { Expected = share * w.Reviews.Expected }, WorkHours = w.WorkHours with { Expected = share * w.WorkHours.Expected },
        })]))] };
        var rows = ForecastRows.Project(exact);

        foreach (var week in rows.GroupBy(r => r.Values[CreditFields.ReviewForecast.PeriodStart]))
        {
            foreach (var field in new[] { CreditFields.ReviewForecast.Expected, CreditFields.ReviewForecast.WorkHours })
                week.Where(r => !r.Target.Key.EndsWith("-All")).Sum(r => (decimal)r.Values[field].Content!).ShouldBe((decimal)week.Single(r => r.Target.Key.EndsWith("-All")).Values[field].Content!);
        }
    }
}
