using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Payments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Forecasting.Payments.Payers;

namespace CreditBridge.UnitTests.Forecasting.Payments;

public sealed class ReceiptForecastTests
{
    private static readonly CustomerPace Coin = Pool(new PaymentSettings { PoolCountsAs = 5d, HalfLifeDays = 0 }).PaceOf([]);

    [Fact]
    public void Two_invoices_that_come_with_even_chances_give_the_quantiles_of_two_coins()
    {
        // Due in three days: half by then, the rest ten days later. Nothing (1/4), one (1/2) or both (1/4) come in the first week.
        var forecast = ReceiptForecast.Of(Today, 3, [(Coin.Forecast(Open("a", 3)), 100m), (Coin.Forecast(Open("b", 3)), 300m)]);
        var first = forecast.Weeks[0];
        first.Expected.ShouldBe(200m, 12m);
        (first.Low, first.High).ShouldBe((0m, 400m));
        forecast.Weeks[1].ExpectedUntil.ShouldBe(400m, 12m);
        forecast.Open.ShouldBe(400m);
    }

    [Fact]
    public void Credit_notes_bring_no_money()
    {
        var forecast = ReceiptForecast.Of(Today, 4, [(Coin.Forecast(Open("a", 3)), -500m), (Coin.Forecast(Open("b", 3)), 0m)]);
        forecast.Open.ShouldBe(0m);
        forecast.Weeks.ShouldAllBe(w => w.Expected == 0m && w.Low == 0m && w.High == 0m);
    }

    [Fact]
    public void What_does_not_come_in_the_weeks_comes_later_or_never()
    {
        Check.One(Cases.Of(60), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var items = Enumerable.Range(0, random.Next(20)).Select(_ => (Coin.Forecast(Open("x", random.Next(-300, 120))), random.Next(1, 100_000) / 100m)).ToList();
            var forecast = ReceiptForecast.Of(Today, 6, items);
            (forecast.Weeks.Sum(w => w.Expected) + forecast.Later).ShouldBe(forecast.Open, 0.05m);
            forecast.Weeks.ShouldAllBe(w => w.Low <= w.High && w.High <= forecast.Open && w.LowUntil <= w.HighUntil);
            var totals = new ReceiptTotals(Today, 6, CurrencyCode.Parse("EUR"));
            foreach (var (payment, amount) in items)
                totals.Add(payment, amount);
            foreach (var (one, other) in forecast.Weeks.Zip(totals.ToForecast().Weeks))
                one.Expected.ShouldBe(other.Expected, 0.05m);
        }));
    }
}
