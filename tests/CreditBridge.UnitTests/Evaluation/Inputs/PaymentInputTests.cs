using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Inputs;

/// <summary>Payment behaviour, worked out by hand.</summary>
public sealed class PaymentInputTests
{
    private static readonly CreditPolicy WithoutDisputes = StarterPolicy.Parse("payments: { disputed_delays_count: no }\n" + StarterPolicy.Yaml);

    /// <summary>
    /// Within 90 days: 1,000 ten days late, 3,000 on time. Before: 2,000 thirty days late and disputed, 2,000 five days early. 400 days ago: 1,000 two days late. In the
    /// future: 9,000 ninety days late. Promises: one kept, two broken, one not due.
    /// </summary>
    private static readonly CreditFile File = Files.Standard() with
    {
        Payments =
        [
            Files.Paid("P1", Files.Today.AddDays(-10), 10, 1_000m) with { PromisedOn = Files.Today.AddDays(-10) },
            Files.Paid("P2", Files.Today.AddDays(-20), 0, 3_000m),
            Files.Paid("P3", Files.Today.AddDays(-100), 30, 2_000m) with { WasDisputed = true, PromisedOn = Files.Today.AddDays(-101) },
            Files.Paid("P4", Files.Today.AddDays(-200), -5, 2_000m),
            Files.Paid("P5", Files.Today.AddDays(-400), 2, 1_000m) with { PromisedOn = Files.Today.AddDays(-500) },
            Files.Paid("P6", Files.Today.AddDays(5), 90, 9_000m),
        ],
        OpenItems =
        [
            Files.Open("R1", Files.Today.AddDays(-3), 500m) with { PromisedOn = Files.Today.AddDays(-1) },
            Files.Open("R2", Files.Today.AddDays(-3), 500m) with { PromisedOn = Files.Today },
        ],
    };

    [Theory]
    [InlineData("payments_count", 4)]
    [InlineData("average_monthly_paid", 666.67)]
    [InlineData("average_days_beyond_terms", 7.5)] // (10,000 + 0 + 60,000 - 10,000) / 8,000
    [InlineData("recent_days_beyond_terms", 2.5)] // 10,000 / 4,000
    [InlineData("usual_days_beyond_terms", 10.4)] // (60,000 - 10,000 + 2,000) / 5,000
    [InlineData("days_beyond_terms_trend", null)] // two payments only in the last 90 days
    [InlineData("paid_late_percent", 37.5)] // 3,000 / 8,000
    [InlineData("paid_late_count_percent", 50)]
    [InlineData("average_payment_days", 37.5)] // terms are 30 days
    [InlineData("days_late_deviation", 13.4)] // of 10, 0, 30, -5: mean 8.75, variance 179.6875
    [InlineData("days_since_last_payment", 10)]
    [InlineData("promises_count", 3)]
    [InlineData("promises_broken_percent", 66.6667)]
    public void Figure_IsAsWorkedOutByHand(string input, double? expected) => Readings.ShouldBe(File, StarterPolicy.Policy, input, expected);

    [Theory]
    [InlineData("payments_count", 4)]
    [InlineData("average_monthly_paid", 666.67)]
    [InlineData("average_days_beyond_terms", 0)] // (10,000 + 0 - 10,000) / 6,000
    [InlineData("usual_days_beyond_terms", -2.67)] // (-10,000 + 2,000) / 3,000
    [InlineData("paid_late_percent", 16.6667)] // 1,000 / 6,000
    [InlineData("paid_late_count_percent", 33.3333)]
    [InlineData("average_payment_days", 30)]
    public void DelayOfADisputedInvoice_IsLeftOutWhereThePolicySaysSo(string input, double? expected) => Readings.ShouldBe(File, WithoutDisputes, input, expected);

    [Theory]
    [InlineData("average_days_beyond_terms")]
    [InlineData("recent_days_beyond_terms")]
    [InlineData("paid_late_percent")]
    [InlineData("paid_late_count_percent")]
    [InlineData("average_payment_days")]
    [InlineData("days_late_deviation")]
    [InlineData("days_since_last_payment")]
    [InlineData("promises_broken_percent")]
    [InlineData("average_monthly_paid")]
    public void WithoutPayments_TheFigureIsMissing(string input) => Readings.ShouldBe(Files.Standard() with { Payments = [] }, StarterPolicy.Policy, input, null);

    [Fact]
    public void LaterPayment_NeverLowersDaysBeyondTerms()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var file = RandomFiles.Ordinary(seed);
            if (file.Payments.Count == 0)
                continue;
            var moved = file.Payments[seed % file.Payments.Count];
            PaymentRecord DueEarlier(PaymentRecord p) => p == moved ? p with { DueOn = p.DueOn.AddDays(-20) } : p;
            var before = Readings.Of(file, StarterPolicy.Policy, "average_days_beyond_terms").Number;
            var after = Readings.Of(file with { Payments = [.. file.Payments.Select(DueEarlier)] }, StarterPolicy.Policy, "average_days_beyond_terms").Number;
            if (before is not null)
                after!.Value.ShouldBeGreaterThanOrEqualTo(before.Value);
        }
    }
}
