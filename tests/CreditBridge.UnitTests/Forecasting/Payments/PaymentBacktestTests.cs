using CreditBridge.Core.Forecasting.Payments;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Forecasting.Payments.Payers;

namespace CreditBridge.UnitTests.Forecasting.Payments;

public sealed class PaymentBacktestTests
{
    private static readonly DateOnly[] Origins = [new(2026, 4, 30), new(2026, 5, 31), new(2026, 6, 30), new(2026, 7, 31)];

    // A third of the customers pays late nine times in ten, the others once in ten; within a customer chance alone decides.
    private static List<PaymentItem> World(int seed)
    {
        var random = new Random(seed);
        var items = new List<PaymentItem>();
        for (var customer = 0; customer < 60; customer++)
        {
            for (var day = 20; day < 300; day += 12 + customer % 5)
                items.Add(Item($"c{customer}", day, random.NextDouble() < (customer % 3 == 0 ? 0.9d : 0.1d) ? 1 + random.Next(20) : -random.Next(10)));
        }

        return items;
    }

    [Fact]
    public void A_known_process_is_told_apart_and_its_probabilities_are_met()
    {
        var report = PaymentBacktest.Run(World(1), Origins, Today, new PaymentSettings());
        report.Failure.ShouldBeNull();
        report.Model.MeanAuc!.Value.ShouldBeInRange(0.84d, 0.93d, "0.9 against 0.1: nobody can do better than 0.9 here");
        report.Model.All.CalibrationError!.Value.ShouldBeLessThan(0.08d, "of some eighty invoices in a tenth, chance alone moves the share by some hundredths");
        report.Model.All.Brier!.Value.ShouldBeLessThan(0.6d * report.Scores.Single(s => s.Name == "share of all late invoices").All.Brier!.Value);
        report.BaselineWins.ShouldBeFalse(report.Verdict);
    }

    [Fact]
    public void What_happens_after_an_origin_changes_nothing_in_its_forecasts()
    {
        var items = World(2);
        var origin = Origins[0];
        var changed = items.Select(i => i.PaidOn > origin ? i with { PaidOn = i.PaidOn.Value.AddDays(40) } : i).ToList();
        var (before, after) = (PaymentBacktest.Run(items, [origin], Today, new PaymentSettings()), PaymentBacktest.Run(changed, [origin], Today, new PaymentSettings()));
        before.Predictions.Select(p => (p.Item.Key, p.Probability, p.OwnShare)).ShouldBe(after.Predictions.Select(p => (p.Item.Key, p.Probability, p.OwnShare)));
        before.Predictions.Count(p => p.IsLate).ShouldNotBe(after.Predictions.Count(p => p.IsLate));
    }

    [Fact]
    public void An_invoice_whose_last_day_is_not_over_is_not_scored()
    {
        // Paid early or not: were only the early ones scored, every forecast would look too high.
        List<PaymentItem> items = [.. Habit("a", 12, 0), .. Habit("b", 12, 10), Item("a", -5, -10), Item("b", -5, null)];
        var report = PaymentBacktest.Run(items, [Today.AddDays(-20)], Today, new PaymentSettings());
        report.Predictions.ShouldAllBe(p => p.Item.DueOn <= Today);
        report.Origins.Single().Undecided.ShouldBe(2);
    }

    [Fact]
    public void Without_history_before_the_origins_there_is_a_reason_and_no_score()
    {
        var report = PaymentBacktest.Run([Open("a", 10)], [Today.AddDays(-5)], Today, new PaymentSettings());
        report.Failure.ShouldNotBeNull();
        report.Failure.NextStep.ShouldContain("--origins");
        report.Origins.ShouldBeEmpty();
    }

    // That nothing was expected and nothing came counted as a forecast of receipts that was right.
    [Fact]
    public void A_day_on_which_nothing_was_open_is_no_origin_and_covers_no_receipts()
    {
        List<PaymentItem> items = [.. Habit("a", 12, 0), .. Habit("b", 12, 10)];
        var (paid, between, first) = (items.Max(i => i.PaidOn!.Value), Today.AddDays(200), Today.AddDays(300));
        var later = Enumerable.Range(0, 20).Select(i => new PaymentItem($"l{i}", "a", first.AddDays(1 + i), first.AddDays(10 + i), first.AddDays(12 + i), 100m));
        var report = PaymentBacktest.Run([.. items, .. later], [paid.AddDays(-20), between, first], first.AddDays(90), new PaymentSettings());

        report.Origins.Select(o => o.Origin).ShouldBe([paid.AddDays(-20), first]);
        report.Origins.Select(o => o.Receipts is null).ShouldBe([false, true], "on the second nothing was open, though invoices that came after it are scored");
    }

    [Fact]
    public void Everything_due_on_one_day_and_everybody_late_gives_no_auc_and_says_so()
    {
        List<PaymentItem> items = [.. Enumerable.Range(0, 30).Select(i => Item($"c{i}", 60, 10)), .. Enumerable.Range(0, 30).Select(i => Item($"c{i}", 10, 5, "later"))];
        var report = PaymentBacktest.Run(items, [Today.AddDays(-30)], Today, new PaymentSettings());
        report.Model.MeanAuc.ShouldBeNull();
        report.Verdict.ShouldContain("nothing to tell apart");
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.4, 0.35, 0.8 }, new[] { false, false, true, true }, 0.75)]
    [InlineData(new[] { 0.5, 0.5, 0.5, 0.5 }, new[] { false, true, false, true }, 0.5)]
    [InlineData(new[] { 0.2, 0.2, 0.9 }, new[] { false, true, true }, 0.75)]
    [InlineData(new[] { 0.9, 0.1 }, new[] { false, true }, 0.0)]
    public void Auc_is_the_share_of_pairs_in_the_right_order(double[] probabilities, bool[] late, double expected) =>
        LateScores.Of(probabilities.Zip(late)).Auc!.Value.ShouldBe(expected, 1e-12);

    [Fact]
    public void Scores_of_a_worked_example()
    {
        var scores = LateScores.Of([(0.2d, false), (0.8d, true), (1d, true), (0.4d, true)]);
        scores.Brier!.Value.ShouldBe((0.04d + 0.04d + 0d + 0.36d) / 4d, 1e-12);
        scores.CalibrationError!.Value.ShouldBe((0.2d + 0.6d + 0.2d + 0d) / 4d, 1e-12);
        scores.Tenths.Sum(t => t.Invoices).ShouldBe(4);
        LateScores.Of([]).Auc.ShouldBeNull();
    }
}
