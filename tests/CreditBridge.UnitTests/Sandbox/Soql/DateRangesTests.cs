using CreditBridge.Sandbox.Soql;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Soql;

public sealed class DateRangesTests
{
    [Theory]
    [InlineData("TODAY", 0, "2026-03-17", "2026-03-18")]
    [InlineData("YESTERDAY", 0, "2026-03-16", "2026-03-17")]
    [InlineData("TOMORROW", 0, "2026-03-18", "2026-03-19")]
    [InlineData("LAST_N_DAYS", 7, "2026-03-10", "2026-03-18")]
    [InlineData("NEXT_N_DAYS", 7, "2026-03-18", "2026-03-25")]
    [InlineData("N_DAYS_AGO", 7, "2026-03-10", "2026-03-11")]
    [InlineData("LAST_90_DAYS", 0, "2025-12-17", "2026-03-18")]
    [InlineData("THIS_WEEK", 0, "2026-03-15", "2026-03-22")]
    [InlineData("LAST_WEEK", 0, "2026-03-08", "2026-03-15")]
    [InlineData("THIS_MONTH", 0, "2026-03-01", "2026-04-01")]
    [InlineData("LAST_MONTH", 0, "2026-02-01", "2026-03-01")]
    [InlineData("LAST_N_MONTHS", 2, "2026-01-01", "2026-03-01")]
    [InlineData("NEXT_N_MONTHS", 2, "2026-04-01", "2026-06-01")]
    [InlineData("THIS_QUARTER", 0, "2026-01-01", "2026-04-01")]
    [InlineData("NEXT_QUARTER", 0, "2026-04-01", "2026-07-01")]
    [InlineData("LAST_N_QUARTERS", 1, "2025-10-01", "2026-01-01")]
    [InlineData("THIS_YEAR", 0, "2026-01-01", "2027-01-01")]
    [InlineData("N_YEARS_AGO", 1, "2025-01-01", "2026-01-01")]
    [InlineData("NEXT_N_WEEKS", 2, "2026-03-22", "2026-04-05")]
    public void Resolve_OfARange_GivesItsDays(string name, int n, string from, string until) =>
        DateRanges.Resolve(name, n, new DateOnly(2026, 3, 17)).ShouldBe((DateOnly.Parse(from), DateOnly.Parse(until)));
}
