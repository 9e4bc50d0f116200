using System.Globalization;
using CreditBridge.Core.Alerts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Alerts;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Clocks in Berlin: from 02:00 to 03:00 on 2026-03-29, from 03:00 back to 02:00 on 2026-10-25.
    [Theory]
    [InlineData("20:00", "07:00", "2026-11-23T18:59:59Z", null)]
    [InlineData("20:00", "07:00", "2026-11-23T19:00:00Z", "2026-11-24T06:00:00Z")]
    [InlineData("20:00", "07:00", "2026-11-24T05:59:59Z", "2026-11-24T06:00:00Z")]
    [InlineData("20:00", "07:00", "2026-11-24T06:00:00Z", null)]
    [InlineData("12:00", "13:00", "2026-07-01T10:30:00Z", "2026-07-01T11:00:00Z")]
    [InlineData("20:00", "07:00", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("20:00", "07:00", "2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z")]
    [InlineData("22:00", "02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("22:00", "02:30", "2026-10-25T00:45:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("02:30", "06:00", "2026-03-29T00:59:59Z", null)]
    [InlineData("02:30", "06:00", "2026-03-29T01:00:00Z", "2026-03-29T04:00:00Z")]
    [InlineData("02:30", "06:00", "2026-10-25T00:30:00Z", "2026-10-25T05:00:00Z")]
    [InlineData("08:00", "08:00", "2026-11-24T07:00:00Z", null)]
    public void Hours_AreThoseOfTheCompanysClocks(string from, string to, string at, string? end)
    {
        var quiet = Hours(from, to);
        quiet.IsQuiet(Instant(at)).ShouldBe(end is not null);
        quiet.EndOf(Instant(at)).ShouldBe(Instant(end ?? at));
    }

    [Fact]
    public void QuietDays_AndTheNightsAroundThem_AreOneQuietTime()
    {
        var quiet = Hours("20:00", "07:00") with { Days = new HashSet<DayOfWeek> { DayOfWeek.Saturday, DayOfWeek.Sunday } };
        quiet.EndOf(Instant("2026-11-20T19:30:00Z")).ShouldBe(Instant("2026-11-23T06:00:00Z"));
        quiet.IsQuiet(Instant("2026-11-20T18:30:00Z")).ShouldBeFalse();
        (quiet with { From = default, To = default }).EndOf(Instant("2026-11-21T12:00:00Z")).ShouldBe(Instant("2026-11-22T23:00:00Z"));
    }

    [Fact]
    public void TheEnd_IsTheFirstMomentThatIsNotQuiet_WhateverTheClocksDo() => Check.One(Cases.Of(500), Prop.ForAll(
        (from minute in Gen.Choose(0, (60 * 24 * 366) - 1)
         from begin in Gen.Choose(0, (24 * 4) - 1)
         from end in Gen.Choose(0, (24 * 4) - 1)
         from weekend in Gen.Elements(true, false)
         from zone in Gen.Elements("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")
         select (minute, begin, end, weekend, zone)).ToArbitrary(),
        c =>
        {
            var quiet = new QuietHours(
                TimeOnly.MinValue.AddMinutes(15 * c.begin), TimeOnly.MinValue.AddMinutes(15 * c.end), c.weekend ? new HashSet<DayOfWeek> { DayOfWeek.Saturday, DayOfWeek.Sunday } : [],
                TimeZoneInfo.FindSystemTimeZoneById(c.zone));
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(c.minute);
            var end = quiet.EndOf(at);
            return quiet.IsQuiet(at) == end > at && !quiet.IsQuiet(end) && (end == at || quiet.IsQuiet(end.AddTicks(-1))) && end - at <= TimeSpan.FromDays(4);
        }));

    private static QuietHours Hours(string from, string to) => new(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), new HashSet<DayOfWeek>(), Berlin);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
