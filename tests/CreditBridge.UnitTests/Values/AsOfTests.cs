using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Values;

public sealed class AsOfTests
{
    [Theory]
    [InlineData("2026-03-10T23:30:00Z", "Europe/Berlin", "2026-03-11")]
    [InlineData("2026-03-10T02:30:00Z", "America/New_York", "2026-03-09")]
    [InlineData("2026-03-10T12:00:00Z", "UTC", "2026-03-10")]
    public void Business_date_is_the_company_s_day(string instant, string zone, string expected) =>
        AsOf.At(DateTimeOffset.Parse(instant), TimeZoneInfo.FindSystemTimeZoneById(zone)).BusinessDate.ShouldBe(DateOnly.Parse(expected));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-10-25")]
    [InlineData("America/Santiago", "2026-09-06")]
    [InlineData("America/Havana", "2026-11-01")]
    [InlineData("UTC", "2026-01-01")]
    public void Start_of_a_day_is_the_first_instant_of_that_business_day_also_when_clocks_change(string zone, string day)
    {
        var asOf = AsOf.At(DateTimeOffset.Parse("2026-01-01T12:00:00Z"), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var start = asOf.StartOf(DateOnly.Parse(day));
        AsOf.At(start, TimeZoneInfo.FindSystemTimeZoneById(zone)).BusinessDate.ShouldBe(DateOnly.Parse(day));
        AsOf.At(start.AddTicks(-1), TimeZoneInfo.FindSystemTimeZoneById(zone)).BusinessDate.ShouldBe(DateOnly.Parse(day).AddDays(-1));
    }
}
