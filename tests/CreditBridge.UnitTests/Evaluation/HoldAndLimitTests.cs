using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class HoldAndLimitTests
{
    [Fact]
    public void EveryHoldReason_IsKept()
    {
        var file = Files.Standard() with
        {
            Customers = [Files.Customers(CreditLimit.Of(Files.Euros(10_000m))) with { OnHold = true }],
            OpenItems = [Files.Open("I1", Files.Today.AddDays(-45), 20_000m)],
        };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        decision.HoldReasons.Select(r => r.Rule).ShouldBe(["held in the ERP", "seriously past due", "far over the limit"]);
        decision.HoldReasons[1].Reason.ShouldBe("EUR 20,000 is past due, the oldest invoice by 45 days.");
        decision.HoldReasons[1].ReleasedWhen.ShouldBe("every invoice more than 30 days past due is paid.");
        decision.RecommendedTerms.ShouldBe(PaymentTerms.Prepaid);
    }

    [Fact]
    public void DisputedSmallAndCreditItems_AreNotPastDue()
    {
        var old = Files.Today.AddDays(-90);
        var file = Files.Standard() with
        {
            OpenItems =
            [
                Files.Open("I1", old, 20_000m) with { Disputed = true },
                Files.Open("I2", old, 25m),
                Files.Open("I3", old, -3_000m, DocumentType.CreditNote),
                Files.Open("I4", old, -500m, DocumentType.UnappliedCash),
                Files.Open("I5", old, 700m, DocumentType.CreditNote),
                Files.Open("I6", Files.Today, 100m),
            ],
        };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        (decision.Exposure with { Buckets = [] }).ShouldBe(new Exposure(Files.Euros(20_825m), Files.Euros(0m), Files.Euros(20_000m), Files.Euros(-3_500m), Files.Euros(17_325m)) { Buckets = [] });
        decision.OldestPastDueDays.ShouldBe(0);
        decision.OnHold.ShouldBeFalse();
        decision.Warnings.ShouldHaveSingleItem().ShouldContain("I5 is a credit and yet owed");
    }

    [Fact]
    public void CreditsWhoseDayIsOver_StandAgainstTheOldestPastDueItems_WhereThePolicySaysSo()
    {
        var policy = StarterPolicy.With("credits_reduce_exposure: yes", "credits_reduce_exposure: yes\n  credits_reduce_past_due: yes");
        var file = Files.Standard() with
        {
            OpenItems =
            [
                Files.Open("I1", Files.Today.AddDays(-60), 1_000m),
                Files.Open("I2", Files.Today.AddDays(-20), 2_000m),
                Files.Open("I3", Files.Today.AddDays(10), 5_000m),
                Files.Open("C1", Files.Today.AddDays(-5), -1_300.25m, DocumentType.UnappliedCash),
                Files.Open("C2", Files.Today.AddDays(5), -400m, DocumentType.CreditNote),
            ],
        };
        var net = CreditEvaluator.Evaluate(file, policy);
        (net.Exposure.PastDue, net.OldestPastDueDays).ShouldBe((Files.Euros(1_699.75m), 20));
        net.Exposure.Total.ShouldBe(Files.Euros(6_299.75m));
        net.NextMoment.ShouldBe(new DateTimeOffset(2026, 11, 2, 23, 0, 0, TimeSpan.Zero));
        CreditEvaluator.Evaluate(file, StarterPolicy.Policy).Exposure.PastDue.ShouldBe(Files.Euros(3_000m));
        var later = CreditEvaluator.Evaluate(file with { AsOf = Files.On(Files.Today.AddDays(6)) }, policy);
        later.Exposure.PastDue.ShouldBe(Files.Euros(1_299.75m));
        var covered = CreditEvaluator.Evaluate(file with { OpenItems = [.. file.OpenItems, Files.Open("C3", Files.Today.AddDays(-1), -9_000m, DocumentType.CreditNote)] }, policy);
        (covered.Exposure.PastDue, covered.OldestPastDueDays).ShouldBe((Files.Euros(0m), 0));
    }

    [Fact]
    public void InvoiceDueToday_IsPastDueTomorrow()
    {
        var file = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today, 1_000m)] };
        var today = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        today.Exposure.PastDue!.Value.Amount.ShouldBe(0m);
        today.NextMoment.ShouldBe(new DateTimeOffset(2026, 11, 2, 23, 0, 0, TimeSpan.Zero), "midnight in Berlin");
        var tomorrow = CreditEvaluator.Evaluate(file with { AsOf = Files.On(Files.Today.AddDays(1)) }, StarterPolicy.Policy);
        tomorrow.Exposure.PastDue!.Value.Amount.ShouldBe(1_000m);
        tomorrow.OldestPastDueDays.ShouldBe(1);
    }

    [Fact]
    public void UnknownExchangeRate_LeavesHeadroomOpenAndSaysWhy()
    {
        var chf = new Money(5_000m, CurrencyCode.Parse("CHF"));
        var file = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-60), 0m) with { OpenAmount = chf }] };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        decision.Headroom.ShouldBeNull();
        decision.Warnings.ShouldContain("Open item I1 (CHF 5,000) cannot be converted: there is no exchange rate from CHF to EUR. What it is a part of is unknown. Add 'rates:' to a mapping, or the rate to the list that delivers them.");
    }

    [Fact]
    public void Amounts_AreConvertedDirectlyInverselyOrOverTheBase()
    {
        var gbp = CurrencyCode.Parse("GBP");
        var file = Files.Standard() with
        {
            OpenItems =
            [
                Files.Open("I1", Files.Today, 0m) with { OpenAmount = new Money(1_000m, Files.Usd) },
                Files.Open("I2", Files.Today, 0m) with { OpenAmount = new Money(1_000m, gbp) },
            ],
            Rates = [new ExchangeRateRecord(Files.Usd, Files.Eur, new DateOnly(2026, 10, 1), 0.8m), new ExchangeRateRecord(Files.Eur, gbp, new DateOnly(2026, 9, 1), 0.5m)],
        };
        CreditEvaluator.Evaluate(file, StarterPolicy.Policy).Exposure.Total.ShouldBe(Files.Euros(2_800m));
        var inDollars = CreditEvaluator.Evaluate(file with { Account = file.Account with { Currency = Files.Usd } }, StarterPolicy.Policy);
        inDollars.Exposure.Total.ShouldBe(new Money(3_500m, Files.Usd));
        inDollars.Rates.ShouldContain(r => r.From == gbp && r.To == Files.Usd && r.Rate == 2.5m && r.How == "over EUR" && r.ValidFrom == new DateOnly(2026, 9, 1));
    }

    /// <summary>Limits of two ERP customers of one account, and what the account gets.</summary>
    [Theory]
    [InlineData("NotSet", "NotSet", "NotSet")]
    [InlineData("None", "NotSet", "None")]
    [InlineData("None", "1000 EUR", "1000 EUR")]
    [InlineData("1000 EUR", "2000 EUR", "3000 EUR")]
    [InlineData("1000 EUR", "Unlimited", "2000000 EUR")]
    public void ErpLimits_OfSeveralCustomers_AreOne(string first, string second, string expected)
    {
        var policy = StarterPolicy.With("    - name: ceiling of the band\n      use: by_band\n      amounts: { Low: 250_000, Moderate: 100_000, Elevated: 25_000, High: none }\n", "");
        var file = Files.Standard() with
        {
            Payments = [],
            Customers = [Files.Customers(Limit(first)), Files.Customers(Limit(second)) with { Customer = CustomerKey.Parse("erp:2000/C2") }],
        };
        CreditEvaluator.Evaluate(file, policy).Limit.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("erp_wins", "100000 EUR")]
    [InlineData("lower_of_both", "6200 EUR")]
    [InlineData("policy_wins", "6200 EUR")]
    public void ErpAgainstPolicy_IsAsDeclared(string role, string expected)
    {
        // Six payments of 5,000 within a year: 2,500 a month, 250 % of it is 6,250, rounded down to hundreds.
        var decision = CreditEvaluator.Evaluate(Files.Standard(), StarterPolicy.With("erp: erp_wins ", $"erp: {role} "));
        decision.Limit.ToString().ShouldBe(expected);
        decision.LimitSteps.Count(s => s.Decisive).ShouldBeGreaterThanOrEqualTo(1);
        decision.LimitSteps.Select(s => s.Rule).ShouldContain("two and a half months of what is paid");
    }

    [Fact]
    public void LowBand_GetsPartOfTheLimit()
    {
        var file = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-70), 95_000m)], Payments = [Files.Paid("P1", Files.Today.AddDays(-10), 50, 1_000m)] };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        decision.Band.ShouldBe("High");
        decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(50_000m)));
        decision.Headroom.ShouldBe(Files.Euros(-45_000m));
        decision.LimitSteps[^1].Note.ShouldBe("this band gets 50 % of the limit");
    }

    [Fact]
    public void Trend_ComparesWithTheCustomersOwnHabit()
    {
        PaymentRecord[] Habit(int late) => [.. Enumerable.Range(0, 5).Select(i => Files.Paid($"H{i}", Files.Today.AddDays(-120 - i), late, 1_000m))];
        PaymentRecord[] Recent(int late) => [.. Enumerable.Range(0, 3).Select(i => Files.Paid($"R{i}", Files.Today.AddDays(-10 - i), late, 1_000m))];
        PaymentTrend Trend(int before, int now) => CreditEvaluator.Evaluate(Files.Standard() with { Payments = [.. Habit(before), .. Recent(now)] }, StarterPolicy.Policy).Trend;
        Trend(before: 20, now: 20).ShouldBe(PaymentTrend.Stable);
        Trend(before: 0, now: 5).ShouldBe(PaymentTrend.Deteriorating);
        Trend(before: 20, now: 10).ShouldBe(PaymentTrend.Improving);
        CreditEvaluator.Evaluate(Files.Standard() with { Payments = Recent(5) }, StarterPolicy.Policy).Trend.ShouldBe(PaymentTrend.Unknown);
    }

    [Fact]
    public void DaysBeyondTerms_AreWeightedByAmount()
    {
        var file = Files.Standard() with { Payments = [Files.Paid("P1", Files.Today.AddDays(-10), 30, 3_000m), Files.Paid("P2", Files.Today.AddDays(-20), -10, 1_000m), Files.Paid("P3", Files.Today.AddDays(-366), 99, 9_000m)] };
        CreditEvaluator.Evaluate(file, StarterPolicy.Policy).AverageDaysBeyondTerms.ShouldBe(20m);
    }

    private static CreditLimit Limit(string text) => text switch
    {
        "NotSet" => CreditLimit.NotSet,
        "None" => CreditLimit.None,
        "Unlimited" => CreditLimit.Unlimited,
        var amount => CreditLimit.Of(Money.Parse(amount)),
    };
}
