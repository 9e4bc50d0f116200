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

    // "Expected 1,216, range 0 to 0" was taken for a mistake.
    [Fact]
    public void An_expected_amount_outside_of_its_range_says_why()
    {
        var forecast = ReceiptForecast.Of(Today, 8, [(Coin.Forecast(Open("a", 3)), 95_955m)]);
        var odd = forecast.Weeks.Where(w => w.Expected > w.High || w.Expected < w.Low).ToList();

        odd.ShouldNotBeEmpty();
        foreach (var week in odd.Where(w => w.Expected > w.High))
        {
            week.Seldom.ShouldNotBeNull().Amount.ShouldBe(95_955m);
            (week.Seldom.Chance * 95_955).ShouldBe((double)week.Expected, 0.01);
        }

        forecast.Weeks.Except(odd).ShouldAllBe(w => w.Seldom == null);
    }

    // Of three invoices 96,303.60 was said to come at least, which no two of them add up to.
    [Fact]
    public void Property_The_range_of_few_invoices_is_one_of_their_sums() => Check.One(Cases.Of(100), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var amounts = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(1, 10_000_000) / 100m).ToList();
        var sums = amounts.Aggregate(new List<decimal> { 0m }, (all, a) => [.. all, .. all.Select(s => s + a)]).ToHashSet();
        var forecast = ReceiptForecast.Of(Today, 4, [.. amounts.Select(a => (Coin.Forecast(Open("x", random.Next(-30, 30))), a))]);
        return forecast.Weeks.All(w => sums.Contains(w.Low) && sums.Contains(w.High) && sums.Contains(w.LowUntil) && sums.Contains(w.HighUntil));
    }));

    [Fact]
    public void The_range_of_many_invoices_is_that_of_the_sum_and_as_round_as_it_is_known()
    {
        var distribution = new AmountDistribution(960_000m);
        for (var i = 0; i < 960; i++)
            distribution.Add(1_000m - (i % 2 == 0 ? 0.37m : -0.37m), 0.5);

        distribution.Quantile(0.5).ShouldBe(480_000m, 1_000m);
        (distribution.Quantile(0.9) - distribution.Quantile(0.1)).ShouldBe((decimal)(2 * 1.2816 * 1_000 * Math.Sqrt(960 / 4.0)), 2_500m);
        (distribution.Quantile(0.9) % 100m).ShouldBe(0m, "steps of 960 say nothing of single units");
        distribution.Above(0m).Chance.ShouldBe(1, 1e-9);
        distribution.Above(0m).Mean.ShouldBe(480_000m, 1m);
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
