using CreditBridge.Core.Forecasting.Payments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Forecasting.Payments.Payers;

namespace CreditBridge.UnitTests.Forecasting.Payments;

public sealed class PaymentModelTests
{
    [Fact]
    public void Without_own_invoices_a_customer_is_expected_to_pay_like_all()
    {
        var pace = Pool().PaceOf([]);
        pace.Items.ShouldBe(0);
        pace.Forecast(Open("new", 20)).LateProbability.ShouldBe(0.5d, 0.02d);
    }

    [Fact]
    public void Own_invoices_count_more_the_more_there_are()
    {
        var pool = Pool(new PaymentSettings { PoolCountsAs = 5d, HalfLifeDays = 0, ByUsualDay = false });
        double Late(int invoices) => pool.PaceOf(Habit("own", invoices, 10)).Forecast(Open("own", 20)).LateProbability;
        // The pool counts as five: (5 x 0.5 + n) / (5 + n).
        Late(5).ShouldBe(0.75d, 0.01d);
        Late(20).ShouldBe(0.90d, 0.01d);
        Late(0).ShouldBeLessThan(Late(1));
    }

    [Fact]
    public void How_much_the_pool_counts_follows_from_how_much_customers_differ()
    {
        var alike = Learn(Enumerable.Range(0, 30).Select(c => (IReadOnlyList<PaymentItem>)[.. Enumerable.Range(0, 12).Select(i => Item($"c{c}", 40 + 10 * i, (i + c) % 2 * 10))]));
        alike.PoolCountsAs.ShouldBeGreaterThanOrEqualTo(30d, "all pay half of their invoices late: one customer's own say little");
        Pool().PoolCountsAs.ShouldBe(2d, "each customer always does the same: its own say nearly everything");
    }

    [Fact]
    public void Who_pays_just_in_time_is_likelier_late_than_who_pays_weeks_early()
    {
        // Everybody pays within six days of a usual day; those two were never late.
        var random = new Random(3);
        List<PaymentItem> Around(string customer, int usual) => [.. Enumerable.Range(0, 8).Select(i => Item(customer, 40 + 10 * i, usual + random.Next(-6, 7)))];
        var model = Learn(Enumerable.Range(0, 40).Select(c => (IReadOnlyList<PaymentItem>)Around($"c{c}", c % 31 - 15)));
        double Late(int usual) => model.PaceOf([.. Enumerable.Range(0, 8).Select(i => Item("own", 40 + 10 * i, usual + i % 3 - 1))]).Forecast(Open("own", 20)).LateProbability;
        model.ByUsualDay.ShouldBeTrue();
        Late(-2).ShouldBeInRange(0.2d, 0.45d, "five of thirteen days around it are late");
        Late(-14).ShouldBeLessThan(0.06d);
        model.PaceOf(Around("own", 9)).UsualDay!.Value.ShouldBeInRange(6d, 12d);
    }

    [Fact]
    public void One_forgotten_invoice_is_no_habit()
    {
        var pool = Pool();
        List<PaymentItem> punctual = [.. Habit("own", 12, 0)];
        var before = pool.PaceOf(punctual);
        var after = pool.PaceOf([.. punctual, Item("own", 360, 350)]);
        after.UsualDay!.Value.ShouldBeLessThan(before.UsualDay!.Value + 1d);
        after.Forecast(Open("own", 20)).LateProbability.ShouldBeLessThan(0.2d);
    }

    [Fact]
    public void Where_usual_days_mislead_shares_of_late_invoices_are_taken_and_the_trial_says_why()
    {
        // Who pays very early as a rule forgets every other invoice, for a day; who pays at the last moment never does.
        var random = new Random(5);
        var customers = Enumerable.Range(0, 60).Select(c => (IReadOnlyList<PaymentItem>)
            [.. Enumerable.Range(0, 14).Select(i => Item($"c{c}", 10 + 14 * i, c % 2 == 0 ? (random.Next(2) == 0 ? 1 : -28) : -1))]).ToList();
        var model = Learn(customers);
        model.Trial.ShouldNotBeNull();
        model.Trial.UsualDayWins.ShouldBeFalse();
        model.Trial.ShareBrier.ShouldBeLessThan(model.Trial.UsualDayBrier);
        model.ByUsualDay.ShouldBeFalse();
        var pace = model.PaceOf(customers[0]);
        pace.UsualDay.ShouldBeNull();
        pace.Forecast(Open("c0", 30)).LateProbability.ShouldBeInRange(0.3d, 0.7d);
        model.PaceOf(customers[1]).Forecast(Open("c1", 20)).LateProbability.ShouldBeLessThan(0.1d);
        Learn(customers, new PaymentSettings { ByUsualDay = true }).Trial.ShouldBeNull("what is stated needs no trial");
    }

    [Fact]
    public void Of_few_invoices_nothing_is_tried()
    {
        var model = Learn([Habit("a", 6, 3), Habit("b", 6, -3)]);
        model.Trial.ShouldBeNull();
        model.ByUsualDay.ShouldBeTrue();
    }

    [Fact]
    public void What_is_still_open_counts_for_what_it_is()
    {
        var pool = Pool();
        List<PaymentItem> paid = [.. Enumerable.Range(0, 4).Select(i => Item("slow", 40 + i, 0))];
        List<PaymentItem> withOpen = [.. paid, .. Enumerable.Range(0, 8).Select(i => Item("slow", 40 + i, null, "open"))];
        var punctual = pool.PaceOf(paid).Forecast(Open("slow", 20)).LateProbability;
        pool.PaceOf(withOpen).Forecast(Open("slow", 20)).LateProbability.ShouldBeGreaterThan(punctual + 0.3d, "eight of twelve are long past due");
    }

    [Fact]
    public void An_invoice_past_due_is_certainly_late_and_one_that_has_waited_long_likelier_so()
    {
        var pool = Pool(new PaymentSettings { GraceDays = 3 });
        var punctual = pool.PaceOf(Habit("early", 20, -10));
        punctual.Forecast(Open("early", 20)).LateProbability.ShouldBeLessThan(0.15d);
        punctual.Forecast(Open("early", 2)).LateProbability.ShouldBeGreaterThan(0.3d, "by now it would have been paid ten days ago");
        punctual.Forecast(Open("early", -2)).IsLate.ShouldBeFalse("it is within the days of grace");
        punctual.Forecast(Open("early", -3)).LateProbability.ShouldBe(1d, "today was the last day, and it is not paid at its end");
        punctual.Forecast(Open("early", -3)).IsLate.ShouldBeTrue();
    }

    [Fact]
    public void Only_what_was_known_by_then_counts()
    {
        List<PaymentItem> customer = [Item("a", 40, 0), Item("a", -10, -40), Item("a", 20, 30)];
        List<PaymentItem> asKnown = [.. customer.Select(i => i.KnownOn(Today)).OfType<PaymentItem>()];
        asKnown.Count.ShouldBe(3);
        asKnown[2].PaidOn.ShouldBeNull("it was paid later");
        Item("a", -40, null).KnownOn(Today).ShouldBeNull("it was issued later");
        var (all, known) = (Pool().PaceOf(customer), Pool().PaceOf(asKnown));
        for (var due = 1; due < 40; due++)
            all.Forecast(Open("a", due)).LateProbability.ShouldBe(known.Forecast(Open("a", due)).LateProbability);
    }

    [Fact]
    public void A_trait_counts_within_customers_and_is_not_blamed_for_them()
    {
        var settings = new PaymentSettings { TraitNames = ["disputed"] };
        // Everybody pays what is disputed late, more often than the rest.
        var model = Learn(Enumerable.Range(0, 20).Select(c => (IReadOnlyList<PaymentItem>)
            [.. Enumerable.Range(0, 12).Select(i => Item($"c{c}", 40 + 10 * i, i % 3 == 0 || i % 4 == c % 4 ? 10 : 0, "", i % 3 == 0 ? "yes" : "no"))]), settings);
        model.TraitOdds.Single(t => t.Value == "yes").Odds.ShouldBeGreaterThan(3d);
        var pace = model.PaceOf([]);
        pace.Forecast(Open("new", 20, "yes")).LateProbability.ShouldBeGreaterThan(pace.Forecast(Open("new", 20, "no")).LateProbability + 0.2d);

        // Only late payers have the trait, on all of their invoices: nothing is known of the trait itself.
        var confounded = Learn(Enumerable.Range(0, 20).Select(c => (IReadOnlyList<PaymentItem>)[.. Enumerable.Range(0, 12).Select(i => Item($"c{c}", 40 + 10 * i, c % 2 * 10, "", c % 2 == 1 ? "yes" : "no"))]), settings);
        confounded.TraitOdds.Single(t => t.Value == "yes").Odds.ShouldBeLessThan(model.TraitOdds.Single(t => t.Value == "yes").Odds);
        pace.Forecast(Open("new", 20, "never seen")).LateProbability.ShouldBeInRange(0.01d, 0.99d);
    }

    [Fact]
    public void Nothing_known_at_all_gives_an_assumption_that_says_so()
    {
        var model = Learn([]);
        (model.Items, model.Decided, model.LateShare).ShouldBe((0L, 0L, null));
        model.PaceOf([]).Forecast(Open("new", 20)).LateProbability.ShouldBe(0.5d, 0.1d);
    }

    [Fact]
    public void Probabilities_are_probabilities_whatever_the_invoices()
    {
        Check.One(Cases.Of(60), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            List<PaymentItem> items = [.. Enumerable.Range(0, random.Next(30)).Select(_ => Item("x", random.Next(-400, 2000), random.Next(4) == 0 ? null : random.Next(-500, 1500)))];
            var pace = Learn([items]).PaceOf(items);
            var before = 0d;
            var forecast = pace.Forecast(Open("x", 15));
            for (var day = 0; day < 500; day += 7)
            {
                var paid = forecast.PaidBy(Today.AddDays(day));
                paid.ShouldBeInRange(before - 1e-12, 1d);
                before = paid;
            }

            forecast.LateProbability.ShouldBeInRange(0d, 1d);
        }));
    }
}
