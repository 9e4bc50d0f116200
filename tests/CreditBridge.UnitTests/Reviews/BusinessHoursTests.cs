using System.Collections.Frozen;
using CreditBridge.Core.Policies;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Reviews;

public sealed class BusinessHoursTests
{
    private static readonly FrozenSet<DayOfWeek> Weekend = new[] { DayOfWeek.Saturday, DayOfWeek.Sunday }.ToFrozenSet();
    private static readonly BusinessCalendar Usual = new(Weekend, FrozenSet<DateOnly>.Empty);
    private static readonly BusinessCalendar Always = new(FrozenSet<DayOfWeek>.Empty, FrozenSet<DateOnly>.Empty) { Hours = [new(0, 1440)] };

    // Zones with changes at other hours, by other lengths, at midnight, in the other hemisphere, and without any.
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Kathmandu", "UTC"];

    // Days around the changes of 2026 and 2027 in these zones, and an ordinary one.
    private static readonly DateOnly[] Days =
    [
        new(2026, 3, 7), new(2026, 3, 28), new(2026, 4, 3), new(2026, 4, 4), new(2026, 4, 23), new(2026, 9, 5), new(2026, 10, 3), new(2026, 10, 24), new(2026, 10, 29), new(2026, 10, 31), new(2027, 3, 27), new(2026, 6, 10),
    ];

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static DateTimeOffset Berlin(int day, int hour, int minute = 0, int month = 11) => AsInstant("Europe/Berlin", new DateTime(2026, month, day, hour, minute, 0));

    private static DateTimeOffset AsInstant(string zone, DateTime local) => new DateTimeOffset(local, Zone(zone).GetUtcOffset(local)).ToUniversalTime();

    [Theory]
    [InlineData(2, 4, false)] // Monday, before work
    [InlineData(2, 9, false)] // as it begins
    [InlineData(2, 10, true)]
    [InlineData(2, 20, true)] // after work
    [InlineData(8, 12, false)] // a Sunday
    public void WorkHasBegun_OnceAnHourOfTheDayIsOver(int day, int hour, bool hasBegun) => new BusinessHours(Usual, Zone("Europe/Berlin")).HasBegun(Berlin(day, hour)).ShouldBe(hasBegun);

    [Theory]
    [InlineData(2, 10, 60, 2, 11)] // Monday morning
    [InlineData(2, 16, 120, 3, 10)] // over night
    [InlineData(6, 16, 120, 9, 10)] // over a weekend
    [InlineData(7, 12, 30, 9, 9)] // begins on a Saturday
    [InlineData(2, 20, 480, 3, 17)] // a whole day ends at its end, not the next morning
    [InlineData(2, 7, 0, 2, 9)] // nothing to do: the next opening
    [InlineData(2, 10, 1440, 5, 10)] // 24 business hours are three days
    public void Add_CountsOnlyOpenHours(int day, int hour, int minutes, int thenDay, int thenHour) =>
        new BusinessHours(Usual, Zone("Europe/Berlin")).Add(Berlin(day, hour), minutes).ShouldBe(Berlin(thenDay, thenHour, minutes == 30 ? 30 : 0));

    [Fact]
    public void Add_SkipsHolidays_LunchAndShortDays()
    {
        var calendar = Usual with
        {
            Holidays = new[] { new DateOnly(2026, 11, 3) }.ToFrozenSet(),
            Hours = [new(9 * 60, 12 * 60), new(13 * 60, 17 * 60)],
            HoursOn = new Dictionary<DayOfWeek, IReadOnlyList<OpeningHours>> { [DayOfWeek.Wednesday] = [new(9 * 60, 10 * 60)] }.ToFrozenDictionary(),
        };
        var hours = new BusinessHours(calendar, Zone("Europe/Berlin"));
        hours.Add(Berlin(2, 11), 120).ShouldBe(Berlin(2, 14));
        hours.Add(Berlin(2, 16), 121).ShouldBe(Berlin(5, 9, 1), "one hour on Monday, none on the holiday, one on Wednesday");
        hours.Between(Berlin(2, 0), Berlin(6, 0)).ShouldBe(7 * 60 + 60 + 7 * 60);
    }

    [Theory]
    [InlineData(2, 7, 7 * 60)]
    [InlineData(2, 11, 5 * 60)]
    [InlineData(2, 12, 4 * 60)]
    [InlineData(2, 16, 60)]
    [InlineData(2, 17, 0)]
    [InlineData(7, 10, 0)]
    public void LeftOfDay_CountsWhatIsStillToBeWorked(int day, int hour, int minutes) =>
        new BusinessHours(Usual with { Hours = [new(9 * 60, 12 * 60), new(13 * 60, 17 * 60)] }, Zone("Europe/Berlin")).LeftOfDay(Berlin(day, hour)).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Fact]
    public void Between_OverAChangeOfTheClocks_CountsWhatWasReallyWorked()
    {
        var hours = new BusinessHours(Always, Zone("Europe/Berlin"));
        hours.Between(Berlin(28, 12, 0, 3), Berlin(29, 12, 0, 3)).ShouldBe(23 * 60, "an hour is skipped in March");
        hours.Between(Berlin(24, 12, 0, 10), Berlin(25, 12, 0, 10)).ShouldBe(25 * 60, "an hour is repeated in October");
        new BusinessHours(Usual, Zone("Europe/Berlin")).Add(Berlin(23, 16, 0, 10), 120).ShouldBe(Berlin(26, 10, 0, 10), "at ten by the clock on the wall, whatever happened on Sunday");
    }

    [Fact]
    public void Add_HoursWithinASkippedHour_DoNotExist()
    {
        var nights = Always with { Hours = [new(2 * 60, 3 * 60)] };
        new BusinessHours(nights, Zone("Europe/Berlin")).Between(Berlin(28, 12, 0, 3), Berlin(29, 12, 0, 3)).ShouldBe(0);
        new BusinessHours(nights, Zone("Europe/Berlin")).Between(Berlin(24, 12, 0, 10), Berlin(25, 12, 0, 10)).ShouldBe(120, "from the first two o'clock to three");
    }

    [Fact]
    public void Of_CalendarNamesAZone_ItCountsAndNotTheCompanys()
    {
        var inNewYork = BusinessHours.Of(Usual with { TimeZone = "America/New_York" }, Zone("Europe/Berlin"));
        inNewYork.Add(Berlin(2, 9), 60).ShouldBe(AsInstant("America/New_York", new DateTime(2026, 11, 2, 10, 0, 0)));
    }

    [Fact]
    public void Property_AddThenBetween_GivesTheMinutesBack() => Check.One(Cases.Of(300), Prop.ForAll(Case(), c =>
    {
        var hours = new BusinessHours(c.Calendar, Zone(c.Zone));
        return hours.Between(c.From, hours.Add(c.From, c.Minutes)) == c.Minutes;
    }));

    [Fact]
    public void Property_Add_IsMonotoneAndAddsUp() => Check.One(Cases.Of(200), Prop.ForAll(Case(), c =>
    {
        var hours = new BusinessHours(c.Calendar, Zone(c.Zone));
        var (near, far) = (hours.Add(c.From, c.Minutes), hours.Add(c.From, c.Minutes + 7));
        return near < far && far == hours.Add(near, 7) && hours.Add(c.From.AddMinutes(5), c.Minutes) >= near;
    }));

    [Fact]
    public void Property_Between_AddsUpOverAnyMomentBetween() => Check.One(Cases.Of(200), Prop.ForAll(Case(), c =>
    {
        var hours = new BusinessHours(c.Calendar, Zone(c.Zone));
        var (middle, end) = (c.From.AddMinutes(c.Minutes), c.From.AddMinutes(c.Minutes * 3L));
        return hours.Worked(c.From, middle) + hours.Worked(middle, end) == hours.Worked(c.From, end) && hours.Worked(end, c.From) == -hours.Worked(c.From, end);
    }));

    private sealed record HoursCase(BusinessCalendar Calendar, string Zone, DateTimeOffset From, int Minutes);

    private static Arbitrary<HoursCase> Case() => (
        from zone in Gen.Elements(Zones)
        from day in Gen.Elements(Days)
        from minute in Gen.Choose(0, 3 * 1440)
        from minutes in Gen.Choose(1, 6000)
        from calendar in Gen.Elements(Usual, Always, Always with { Hours = [new(90, 210), new(1380, 1440)] }, Usual with { Weekend = FrozenSet<DayOfWeek>.Empty, Hours = [new(0, 150), new(600, 1439)] })
        select new HoursCase(calendar, zone, new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(minute), minutes)).ToArbitrary();
}
