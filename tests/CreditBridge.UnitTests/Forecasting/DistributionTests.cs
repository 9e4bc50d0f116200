using CreditBridge.Core.Forecasting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public class DistributionTests
{
    [Theory]
    [InlineData(4, 4, 2, 4, 7)] // Poisson
    [InlineData(100, 100, 87, 100, 113)]
    [InlineData(5, 2.5, 3, 5, 7)] // ten coins
    [InlineData(10, 15, 5, 10, 15)] // negative binomial of size 20
    [InlineData(0.05, 0.05, 0, 0, 0)]
    public void Quantiles_are_those_of_the_tables(double mean, double variance, double p10, double p50, double p90)
    {
        var range = CountDistribution.Range(mean, variance);

        (range.P10, range.P50, range.P90).ShouldBe((p10, p50, p90));
        range.Expected.ShouldBe(mean);
    }

    [Fact]
    public void Large_numbers_are_nearly_normal()
    {
        var range = CountDistribution.Range(5000, 250_000);

        range.P50.ShouldBe(4983, 20);
        (range.P90 - range.P10).ShouldBe(2 * 1.2816 * 500, 20);
    }

    [Theory]
    [InlineData(0.1, -1.2816)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.96)]
    public void Normal_quantiles_are_those_of_the_table(double share, double expected) => NormalQuantile.At(share).ShouldBe(expected, 0.0006);

    [Fact]
    public void A_ratio_is_believed_the_more_the_more_it_rests_on()
    {
        var thin = Credibility.Factors([2, 1], [1, 1], [1, 1], 0.15);
        var thick = Credibility.Factors([2000, 500], [1000, 1000], [8, 8], 0.15);

        thin[0].ShouldBeInRange(1.0, 1.3);
        thick[0].ShouldBeInRange(1.9, 2.0);
        thick[1].ShouldBeInRange(0.5, 0.55);
    }

    [Fact]
    public void What_was_never_met_is_taken_as_the_mean_of_the_others() => Credibility.Factors([300, 0, 100], [200, 0, 200], [1, 0, 1], 0.15)[1].ShouldBe(1);

    [Fact]
    public void A_call_centre_of_the_textbook_comes_out_as_published()
    {
        // 360 calls in half an hour of 240 seconds each, 55 people.
        const double load = 360 * 240.0 / 1800;

        load.ShouldBe(48);
        (load / 55).ShouldBe(0.8727, 0.0001);
        ErlangC.Wait(load, 55).ShouldBe(0.2387, 0.0001);
        ErlangC.MeanWait(load, 55, 240).ShouldBe(8.18, 0.01);
        (1 - ErlangC.WaitLonger(load, 55, 240, 15)).ShouldBe(0.846, 0.0005);
    }

    [Theory]
    [InlineData(100, 0.0)] // half of what the team can do
    [InlineData(200, 0.3)]
    [InlineData(400, 0.45)]
    public void More_work_means_more_reviews_that_are_late(double hours, double least)
    {
        var capacity = new WeekCapacity(200, 40);
        var chance = ReviewQueue.BreachProbability(hours, hours * 2, capacity, 2, 24);

        chance.ShouldBeInRange(least, least == 0 ? 0.01 : 1);
        ReviewQueue.BreachProbability(hours + 20, hours * 2, capacity, 2, 24).ShouldBeGreaterThanOrEqualTo(chance);
    }

    [Fact]
    public void Without_working_time_every_review_is_late() => ReviewQueue.BreachProbability(1, 1, new WeekCapacity(0, 0), 2, 24).ShouldBe(1);
}
