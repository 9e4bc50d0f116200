using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.UnitTests.Policies;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Inputs;

/// <summary>Sales and days of sales, worked out by hand.</summary>
public sealed class SalesInputTests
{
    private static ReceivableRecord Open(string document, DateOnly issued, decimal amount, DateOnly? due = null) =>
        new($"erp:1000/{document}", Files.Customer, document, issued, due ?? issued.AddDays(30), Files.Euros(amount));

    private static PaymentRecord Paid(string document, DateOnly issued, DateOnly paid, decimal amount) =>
        new($"erp:1000/{document}", Files.Customer, document, issued, issued.AddDays(30), paid, Files.Euros(amount));

    /// <summary>The published example: 50,000 of 150,000 are owed on 11 October; the window is a year, or half of one; the customer is old, or new since May 1.</summary>
    [Theory]
    [InlineData(365, "2010-01-01", 121.67)]
    [InlineData(183, "2010-01-01", 61.00)]
    [InlineData(183, "2026-05-01", 54.33)] // 163 days instead of 183
    [InlineData(365, "2026-10-11", null)]
    public void DaysSalesOutstanding_AsPublished(int window, string since, object? expected)
    {
        var today = new DateOnly(2026, 10, 11);
        var file = Files.Standard();
        file = file with
        {
            AsOf = Files.On(today),
            Customers = [file.Customers[0] with { CustomerSince = DateOnly.Parse(since, System.Globalization.CultureInfo.InvariantCulture) }],
            Payments = [Paid("P1", today.AddDays(-100), today.AddDays(-40), 100_000m)],
            OpenItems = [Open("R1", today.AddDays(-20), 50_000m)],
        };
        Readings.ShouldBe(file, StarterPolicy.Parse($"payments: {{ dso_days: {window} }}\n" + StarterPolicy.Yaml), "days_sales_outstanding", expected);
    }

    /// <summary>
    /// Sales: 6,000 within 30 days (open, not due), 10,000 80 days ago (half of it open and past due), 20,000 100 days ago and paid 20 days ago, 14,000 300 days ago and paid,
    /// 40,000 in the year before. 365 days.
    /// </summary>
    private static CreditFile File()
    {
        var today = Files.Today;
        return Files.Standard() with
        {
            Payments =
            [
                Paid("P1", today.AddDays(-100), today.AddDays(-20), 20_000m),
                Paid("P2", today.AddDays(-300), today.AddDays(-250), 14_000m),
                Paid("P3", today.AddDays(-500), today.AddDays(-470), 40_000m),
            ],
            OpenItems =
            [
                Open("R1", today.AddDays(-10), 6_000m),
                Open("R2", today.AddDays(-80), 5_000m) with { OriginalAmount = Files.Euros(10_000m) },
                new ReceivableRecord("erp:1000/C", Files.Customer, "C", today, today, Files.Euros(-500m)) { Type = DocumentType.CreditNote },
            ],
        };
    }

    [Theory]
    [InlineData("sales_12_months", 50_000)]
    [InlineData("average_monthly_sales", 4166.67)]
    [InlineData("sales_change_percent", 25)]
    [InlineData("credit_note_percent", 1)]
    [InlineData("days_sales_outstanding", 80.3)] // 11,000 / 50,000 x 365
    [InlineData("best_possible_dso", 43.8)] // 6,000 / 50,000 x 365
    [InlineData("average_days_delinquent", 36.5)]
    [InlineData("count_back_dso", 75)] // 6,000 of the first 30 days, nothing of the next 30, 5,000 of 10,000 in the third
    [InlineData("collection_effectiveness", 83.3333)] // owed 90 days ago 20,000, sold since 16,000: (36 - 11) / (36 - 6)
    [InlineData("highest_balance", 25_000)] // the 20,000 and what is open of the 10,000
    [InlineData("average_balance", 7041.1)] // (20,000 x 80 + 14,000 x 50 + 6,000 x 11 + 5,000 x 81) / 365 = 2,771,000 / 365
    public void Figure_IsAsWorkedOutByHand(string input, object? expected)
    {
        if (input == "average_balance")
            expected = (20_000d * 80 + 14_000d * 50 + 6_000d * 11 + 5_000d * 81) / 365;
        Readings.ShouldBe(File(), StarterPolicy.Policy, input, expected);
    }

    [Theory]
    [InlineData("sales_12_months")]
    [InlineData("sales_change_percent")]
    [InlineData("days_sales_outstanding")]
    [InlineData("count_back_dso")]
    [InlineData("collection_effectiveness")]
    [InlineData("highest_balance")]
    [InlineData("average_balance")]
    public void WithoutSales_TheFigureIsMissing(string input) => Readings.ShouldBe(Files.Standard() with { Payments = [] }, StarterPolicy.Policy, input, null);

    [Fact]
    public void AllSalesOfTwoYearsOpen_CountBackStopsWhereSalesDo() =>
        Readings.ShouldBe(Files.Standard() with { Payments = [], OpenItems = [Open("R1", Files.Today.AddDays(-200), 1_000m)] }, StarterPolicy.Policy, "count_back_dso", 210);
}
