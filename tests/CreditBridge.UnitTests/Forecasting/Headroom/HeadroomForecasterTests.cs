using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Core.Forecasting.Payments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Forecasting.Payments.Payers;

namespace CreditBridge.UnitTests.Forecasting.Headroom;

public sealed class HeadroomForecasterTests
{
    private const int Weeks = 8;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    // Everybody pays on the due day.
    private static readonly CustomerPace Punctual = Learn(Enumerable.Range(0, 30).Select(c => (IReadOnlyList<PaymentItem>)Habit($"c{c}", 20, 0))).PaceOf(Habit("own", 40, 0));

    private static HeadroomCase Case(CreditLimit limit, decimal? exposure) => new("001", "Sandberg AG", Today, Eur, limit, exposure);

    private static CreditLimit Limit(decimal amount) => CreditLimit.Of(new Money(amount, Eur));

    private static ExpectedReceipt Receipt(string key, int dueInDays, decimal amount) => new(key, amount, Punctual.Forecast(Open(key, dueInDays)));

    private static ExpectedDeal Deal(string key, int closesInDays, decimal amount, double probability) =>
        new(key, $"Deal {key}", "001", amount, Today.AddDays(closesInDays), [new WinStep(Today.AddDays(closesInDays), probability)]);

    [Fact]
    public void A_deal_that_is_larger_than_what_is_free_by_then_breaks_it_on_its_day()
    {
        var forecast = HeadroomForecaster.Forecast(Case(Limit(1_000m), 700m) with { Deals = [Deal("A", 10, 500m, 0.8d), Deal("B", 30, 100m, 0.9d)] }, Weeks);
        forecast.Outlook.ShouldBe(HeadroomOutlook.Breaks);
        (forecast.Expected!.On, forecast.Expected.Cause, forecast.Expected.Key, forecast.Expected.Over).ShouldBe((Today.AddDays(10), BreakCause.Deal, "A", 100m));
        forecast.BreakProbability!.Value.ShouldBe(0.8d, 0.01d);
        forecast.Weeks.Select(w => w.BreakProbability).ShouldBe([0d, 0.8d, 0.8d, 0.8d, 0.8d, 0.8d, 0.8d, 0.8d]);
        forecast.Deals.Select(d => (d.Deal.Key, d.Fits)).ShouldBe([("A", false), ("B", true)]);
        forecast.Deals[0].BreaksIn.ShouldBe(0.8d, 0.01d);
        forecast.Why.ShouldContain("Deal A");
    }

    [Fact]
    public void Receipts_before_the_deal_make_room_for_it()
    {
        var deals = new[] { Deal("A", 20, 500m, 1d) };
        HeadroomForecaster.Forecast(Case(Limit(1_000m), 900m) with { Deals = deals, Receipts = [Receipt("I", 10, 600m)] }, Weeks).Expected.ShouldBeNull();
        HeadroomForecaster.Forecast(Case(Limit(1_000m), 900m) with { Deals = deals, Receipts = [Receipt("I", 30, 600m)] }, Weeks).Expected!.On.ShouldBe(Today.AddDays(20));
    }

    [Fact]
    public void Two_deals_that_each_fit_and_together_do_not_compete()
    {
        var forecast = HeadroomForecaster.Forecast(Case(Limit(1_000m), 400m) with
        {
            Deals = [Deal("A", 10, 400m, 0.5d), Deal("B", 20, 300m, 0.5d), Deal("C", 20, 100m, 0.5d), Deal("D", 5, 700m, 0.5d)],
        }, Weeks);
        var pair = forecast.Competing.ShouldHaveSingleItem();
        (pair.First.Key, pair.Second.Key, pair.Free, pair.Short, pair.BothWon).ShouldBe(("A", "B", 600m, 100m, 0.25d));
        forecast.Deals.Single(d => d.Deal.Key == "D").Fits.ShouldBe(false, "it does not fit alone, so it competes with none");
    }

    [Theory]
    [InlineData(CreditLimitKind.NotSet, "No limit is set")]
    [InlineData(CreditLimitKind.Unlimited, "unlimited")]
    public void Without_a_ceiling_nothing_breaks_and_it_says_why(CreditLimitKind kind, string why)
    {
        var limit = kind == CreditLimitKind.NotSet ? CreditLimit.NotSet : CreditLimit.Unlimited;
        var forecast = HeadroomForecaster.Forecast(Case(limit, 700m) with { Deals = [Deal("A", 10, 5_000_000m, 1d)] }, Weeks);
        (forecast.Outlook, forecast.Expected, forecast.Worst, forecast.BreakProbability).ShouldBe((HeadroomOutlook.NoCeiling, null, null, null));
        forecast.Why.ShouldContain(why);
    }

    [Fact]
    public void No_credit_breaks_with_the_first_deal_and_holds_without_any()
    {
        var forecast = HeadroomForecaster.Forecast(Case(CreditLimit.None, 0m) with { Deals = [Deal("B", 20, 50m, 0.3d), Deal("A", 10, 100m, 0.1d)] }, Weeks);
        (forecast.Outlook, forecast.Expected!.Key, forecast.Expected.On).ShouldBe((HeadroomOutlook.Breaks, "A", Today.AddDays(10)));
        forecast.BreakProbability!.Value.ShouldBe(1d - 0.9d * 0.7d, 0.03d);
        HeadroomForecaster.Forecast(Case(CreditLimit.None, 0m), Weeks).Outlook.ShouldBe(HeadroomOutlook.Holds);
        HeadroomForecaster.Forecast(Case(CreditLimit.None, 5m), Weeks).Outlook.ShouldBe(HeadroomOutlook.Over);
    }

    [Fact]
    public void What_is_over_today_says_so_and_not_that_a_deal_does_it()
    {
        var forecast = HeadroomForecaster.Forecast(Case(Limit(1_000m), 1_200m) with { Deals = [Deal("A", -3, 500m, 1d)] }, Weeks);
        (forecast.Outlook, forecast.Expected!.Cause, forecast.Expected.Over).ShouldBe((HeadroomOutlook.Over, BreakCause.Already, 200m));
    }

    [Fact]
    public void What_is_unknown_stays_unknown()
    {
        var forecast = HeadroomForecaster.Forecast(Case(Limit(1_000m), null), Weeks);
        (forecast.Outlook, forecast.BreakProbability, forecast.Weeks.Count).ShouldBe((HeadroomOutlook.Unknown, null, 0));
        HeadroomForecaster.Forecast(Case(Limit(1_000m), 5m) with { Unknown = ["The limit cannot be told."] }, Weeks).Why.ShouldBe("The limit cannot be told.");
        HeadroomForecaster.CanBreak(Case(Limit(1_000m), null)).ShouldBeTrue("nobody knows");
    }

    [Fact]
    public void An_exception_that_ends_breaks_it_on_its_day()
    {
        var forecast = HeadroomForecaster.Forecast(Case(Limit(1_000m), 700m) with { LimitChanges = [new LimitChange(Today.AddDays(9), Limit(500m), "exception X ends")] }, Weeks);
        (forecast.Expected!.On, forecast.Expected.Cause, forecast.Expected.Over).ShouldBe((Today.AddDays(9), BreakCause.LimitChange, 200m));
        forecast.Expected.By.ShouldBe("exception X ends");
    }

    [Fact]
    public void An_order_that_begins_to_count_breaks_it()
    {
        var order = new ExpectedOrder("O", "4711", 400m, Today.AddDays(6), Punctual.Forecast(Open("O", 60)));
        var forecast = HeadroomForecaster.Forecast(Case(Limit(1_000m), 700m) with { Orders = [order] }, Weeks);
        (forecast.Expected!.On, forecast.Expected.Cause, forecast.Expected.Key).ShouldBe((Today.AddDays(6), BreakCause.Order, "O"));
        forecast.BreakProbability.ShouldBe(1d);
    }

    [Fact]
    public void The_same_case_gives_the_same_numbers()
    {
        var headroomCase = Case(Limit(1_000m), 700m) with { Deals = [Deal("A", 10, 500m, 0.4d), Deal("B", 12, 200m, 0.6d)], Receipts = [Receipt("I", 3, 100m), Receipt("J", 9, 300m)] };
        var (one, other) = (HeadroomForecaster.Forecast(headroomCase, Weeks), HeadroomForecaster.Forecast(headroomCase, Weeks));
        one.Weeks.ShouldBe(other.Weeks);
        one.BreakProbability.ShouldBe(other.BreakProbability);
    }

    [Fact]
    public void The_worst_case_is_never_later_and_more_receipts_never_break_sooner()
    {
        Check.One(Cases.Of(80), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var receipts = Enumerable.Range(0, random.Next(1, 5)).Select(i => Receipt($"I{i}", random.Next(-60, 60), random.Next(1, 500))).ToList();
            var headroomCase = Case(Limit(random.Next(1, 2_000)), receipts.Sum(r => r.Amount)) with
            {
                Deals = [.. Enumerable.Range(0, random.Next(5)).Select(i => Deal($"D{i}", random.Next(0, 70), random.Next(1, 900), random.Next(11) / 10d))],
                Receipts = receipts,
            };
            var forecast = HeadroomForecaster.Forecast(headroomCase, Weeks);
            if (forecast.Expected is { } expected)
                forecast.Worst!.On.ShouldBeLessThanOrEqualTo(expected.On);
            forecast.Weeks.ShouldAllBe(w => w.Worst >= w.Exposure - 0.01m && w.Low <= w.High);
            forecast.Weeks.Zip(forecast.Weeks.Skip(1)).ShouldAllBe(w => w.First.BreakProbability <= w.Second.BreakProbability);
            if (!HeadroomForecaster.CanBreak(headroomCase))
                (forecast.Worst, forecast.BreakProbability).ShouldBe((null, 0d));

            // The same debts, of which fewer are ever paid.
            var without = HeadroomForecaster.Forecast(headroomCase with { Receipts = [.. receipts.Skip(1)] }, Weeks);
            if (forecast.Expected is { } later)
                without.Expected!.On.ShouldBeLessThanOrEqualTo(later.On);
        }));
    }
}
