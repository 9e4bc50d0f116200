using CreditBridge.Worker.Cli.Forecasts;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

/// <summary>From which days is forecast: only from those with enough invoices before them.</summary>
public sealed class PaymentOriginsTests
{
    private static readonly DateOnly First = new(2026, 1, 7);
    private static readonly DateOnly KnownOn = First.AddDays(240);
    private static readonly DateOnly[] Invoices = [.. Enumerable.Range(0, 240).Select(First.AddDays)];
    private static readonly DateOnly[] Ends = [new(2026, 3, 31), new(2026, 4, 30), new(2026, 5, 31), new(2026, 6, 30), new(2026, 7, 31), new(2026, 8, 31)];

    // One invoice of 1900 made 1,520 origins.
    [Theory]
    [InlineData]
    [InlineData("2019-03-04")]
    [InlineData("1900-01-01")]
    [InlineData("1900-01-01", "2003-02-28", "2019-03-04", "2019-03-05")]
    public void AFewOldInvoices_MakeNoHistory(params string[] old)
    {
        DateOnly[] issued = [.. old.Select(d => DateOnly.ParseExact(d, "yyyy-MM-dd")), .. Invoices];

        PaymentOrigins.BeginOf(issued).ShouldBe(First);
        PaymentOrigins.Read("month-end", issued, KnownOn).ShouldBe(Ends);
    }

    [Fact]
    public void InAGap_ThereIsNoOrigin()
    {
        DateOnly[] issued = [.. Enumerable.Range(0, 20).Select(i => new DateOnly(2019, 1, 1).AddDays(5 * i)), .. Invoices];

        PaymentOrigins.Read("month-end", issued, KnownOn)!.Where(o => o.Year < 2026).ShouldBe([new DateOnly(2019, 3, 31), new DateOnly(2019, 4, 30)]);
        PaymentOrigins.Read("month-end", issued, KnownOn)!.Where(o => o.Year > 2025).ShouldBe([new DateOnly(2026, 1, 31), new DateOnly(2026, 2, 28), .. Ends]);
    }

    [Fact]
    public void TooFewInvoices_HaveNoMonthEnds_ButDaysThatAreNamed()
    {
        DateOnly[] issued = [.. Enumerable.Range(0, 9).Select(First.AddDays)];

        PaymentOrigins.Read("month-end", issued, KnownOn)!.ShouldBeEmpty();
        PaymentOrigins.Read("2026-03-01, 2026-02-01", issued, KnownOn)!.ShouldBe([new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 1)]);
    }
}
