using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What every ledger of bureau orders does: money is reserved once and within the budget, and what an order has come to is kept.</summary>
public abstract class ReportLedgerConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static BureauBudget Budget(decimal monthly) => new(Euros(monthly));

    private static Money Euros(decimal amount) => new(amount, Eur);

    private static ReportOrder Order(string account, decimal cost = 5m, string provider = "creditsafe", DateOnly? on = null) =>
        new(ReportOrder.KeyOf(account, provider, on ?? Day), account, $"bureau-{provider}", provider, on ?? Day, Noon, Euros(cost)) { Why = "The band would become High.", DecisionId = "d-1" };

    private Task<Reservation> ReserveAsync(ReportOrder order, decimal monthly = 1_000m) => Stores.Reports.ReserveAsync(order, Budget(monthly), None);

    private async Task<ReportOrder> FindAsync(ReportOrder order) => (await Stores.Reports.FindAsync(order.Key, None)).ShouldNotBeNull();

    [Fact]
    public async Task AnOrder_IsKeptAsItIs_ThroughAllItsStates()
    {
        var order = Order("a", 4.5m);
        (await ReserveAsync(order)).ShouldBe(Reservation.Made);
        (await FindAsync(order)).ShouldBe(order);

        var answered = order with { State = OrderState.Answered, Cost = Euros(4.25m), Result = "score 80\u0000", SettledAt = Noon.AddSeconds(2), Answer = [1, 2, 3] };
        (await Stores.Reports.SettleAsync(answered, None)).ShouldBeTrue();
        var kept = await FindAsync(order);
        kept.Answer.ShouldBe([1, 2, 3]);
        (kept with { Answer = null }).ShouldBe(answered with { Answer = null, Result = kept.Result });
        kept.Result.ShouldNotBeNull().ShouldStartWith("score 80");

        (await Stores.Reports.SettleAsync(answered with { State = OrderState.Report, Answer = null }, None)).ShouldBeTrue();
        (await FindAsync(order)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Report), o => o.Answer.ShouldBeNull(), o => o.Cost.ShouldBe(Euros(4.25m)));
        (await Stores.Reports.FindAsync("another", None)).ShouldBeNull();
    }

    [Fact]
    public async Task TheSameOrder_IsMadeOnce_WhateverItWouldCost()
    {
        await ReserveAsync(Order("a"));
        (await ReserveAsync(Order("a", 0m))).ShouldBe(Reservation.AlreadyOrdered);
        (await ReserveAsync(Order("a", 9_999m))).ShouldBe(Reservation.AlreadyOrdered);
        (await FindAsync(Order("a"))).Cost.ShouldBe(Euros(5m));
        (await ReserveAsync(Order("a", on: Day.AddDays(1)))).ShouldBe(Reservation.Made);
        (await ReserveAsync(Order("a", provider: "dnb"))).ShouldBe(Reservation.Made);
    }

    [Fact]
    public async Task WhatIsUnderWay_CountsAsPaid_AndWhatWasNotCharged_IsFreeAgain()
    {
        await ReserveAsync(Order("a"), 10m);
        await ReserveAsync(Order("b"), 10m);
        (await ReserveAsync(Order("c"), 10m)).ShouldBe(Reservation.BudgetUsedUp);
        (await Stores.Reports.FindAsync(Order("c").Key, None)).ShouldBeNull("an order without money is not on record");

        await Stores.Reports.SettleAsync(Order("a") with { State = OrderState.NotFound, Cost = Euros(0m) }, None);
        (await ReserveAsync(Order("c"), 10m)).ShouldBe(Reservation.Made);
        await Stores.Reports.SettleAsync(Order("b") with { State = OrderState.Answered, Cost = Euros(4.99m) }, None);
        (await ReserveAsync(Order("d", 0.02m), 10m)).ShouldBe(Reservation.BudgetUsedUp);
        (await ReserveAsync(Order("d", 0.01m), 10m)).ShouldBe(Reservation.Made);
    }

    [Fact]
    public async Task ABudgetOfNothing_BuysNothing_ButWhatIsFree()
    {
        (await ReserveAsync(Order("a", 0.01m), 0m)).ShouldBe(Reservation.BudgetUsedUp);
        (await ReserveAsync(Order("a", 0m), 0m)).ShouldBe(Reservation.Made);
    }

    [Fact]
    public async Task AProvidersBudget_BindsItAlone_InAnyCase()
    {
        var budget = Budget(100m) with { Providers = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["Creditsafe"] = 5m } };
        (await Stores.Reports.ReserveAsync(Order("a"), budget, None)).ShouldBe(Reservation.Made);
        (await Stores.Reports.ReserveAsync(Order("b", provider: "CREDITSAFE"), budget, None)).ShouldBe(Reservation.ProviderBudgetUsedUp);
        (await Stores.Reports.ReserveAsync(Order("b", provider: "dnb"), budget, None)).ShouldBe(Reservation.Made);
    }

    [Fact]
    public async Task AnotherCurrency_IsNeverAddedUp()
    {
        var dollars = Order("a") with { Cost = new Money(1m, CurrencyCode.Parse("USD")) };
        (await ReserveAsync(dollars)).ShouldBe(Reservation.BudgetUsedUp, "the price is not in the currency of the budget");
        (await Stores.Reports.ReserveAsync(dollars, new BureauBudget(new Money(10m, CurrencyCode.Parse("USD"))), None)).ShouldBe(Reservation.Made);
        (await ReserveAsync(Order("b"))).ShouldBe(Reservation.BudgetUsedUp, "nobody can tell what the month has cost in EUR");
    }

    [Fact]
    public async Task WhatIsSettled_StaysSettled_ButForAnAnswerAfterAll()
    {
        await ReserveAsync(Order("a"));
        var failed = Order("a") with { State = OrderState.Failed, Cost = Euros(0m) };
        (await Stores.Reports.SettleAsync(failed, None)).ShouldBeTrue();
        foreach (var state in new[] { OrderState.UnderWay, OrderState.Answered, OrderState.Report, OrderState.NotFound, OrderState.Cleared })
            (await Stores.Reports.SettleAsync(failed with { State = state, Cost = Euros(5m) }, None)).ShouldBeFalse($"{state}");
        (await FindAsync(failed)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Failed), o => o.Cost.Amount.ShouldBe(0m));

        // A person says that nothing was charged, and then the answer comes: it costs what it costs.
        await ReserveAsync(Order("b"));
        var cleared = Order("b") with { State = OrderState.Cleared, Cost = Euros(0m) };
        (await Stores.Reports.SettleAsync(cleared, None)).ShouldBeTrue();
        (await Stores.Reports.SettleAsync(cleared, None)).ShouldBeFalse();
        (await Stores.Reports.SettleAsync(Order("b") with { State = OrderState.Answered, Answer = [1] }, None)).ShouldBeTrue();
        (await FindAsync(cleared)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OrderState.Answered), o => o.Cost.ShouldBe(Euros(5m)));

        // Paid for and not kept: a person may clear it, and only that.
        await ReserveAsync(Order("c"));
        var useless = Order("c") with { State = OrderState.NotKept };
        (await Stores.Reports.SettleAsync(useless, None)).ShouldBeTrue();
        (await Stores.Reports.SettleAsync(useless with { State = OrderState.Failed, Cost = Euros(0m) }, None)).ShouldBeFalse();
        (await Stores.Reports.SettleAsync(useless with { State = OrderState.Cleared }, None)).ShouldBeTrue();
        (await Stores.Reports.SettleAsync(Order("nobody") with { State = OrderState.Failed }, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task TheMonth_IsThatOfTheBusinessDate()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var lastEvening = new DateTimeOffset(2026, 11, 30, 22, 59, 0, TimeSpan.Zero);
        var nextMonth = AsOf.At(lastEvening.AddMinutes(1), berlin).BusinessDate;
        nextMonth.ShouldBe(new DateOnly(2026, 12, 1));

        await ReserveAsync(Order("a", on: AsOf.At(lastEvening, berlin).BusinessDate), 5m);
        (await ReserveAsync(Order("b", on: AsOf.At(lastEvening, berlin).BusinessDate), 5m)).ShouldBe(Reservation.BudgetUsedUp);
        (await ReserveAsync(Order("b", on: nextMonth), 5m)).ShouldBe(Reservation.Made);
        (await ReserveAsync(Order("c", on: new DateOnly(2026, 12, 31)), 5m)).ShouldBe(Reservation.BudgetUsedUp);
        (await ReserveAsync(Order("c", on: new DateOnly(2027, 1, 1)), 5m)).ShouldBe(Reservation.Made);

        (await Stores.Reports.ListMonthAsync(new DateOnly(2026, 11, 3), None)).Select(o => o.AccountKey).ShouldBe(["a"]);
        (await Stores.Reports.ListMonthAsync(new DateOnly(2026, 12, 31), None)).Select(o => o.AccountKey).ShouldBe(["b"]);
    }

    [Fact]
    public async Task OrdersOfAccounts_AreThoseFromADayOn_AndWhatIsStillOpen()
    {
        foreach (var (account, months) in new[] { ("a", 8), ("b", 8), ("a", 2), ("c", 1) })
            await ReserveAsync(Order(account, on: Day.AddMonths(-months)));
        await Stores.Reports.SettleAsync(Order("a", on: Day.AddMonths(-8)) with { State = OrderState.Report }, None);
        await Stores.Reports.SettleAsync(Order("a", on: Day.AddMonths(-2)) with { State = OrderState.NotFound }, None);

        (await Stores.Reports.ListAccountsAsync(["a", "b"], Day.AddMonths(-6), None)).Select(o => (o.AccountKey, o.OrderedOn))
            .ShouldBe([("b", Day.AddMonths(-8)), ("a", Day.AddMonths(-2))], "an order without an outcome counts however old it is");
        (await Stores.Reports.ListAccountsAsync([], Day.AddMonths(-6), None)).ShouldBeEmpty();
        (await Stores.Reports.ListOpenAsync(None)).Select(o => o.AccountKey).ShouldBe(["b", "c"]);
    }

    [Fact]
    public async Task ReservationsAtOnce_StayWithinTheBudgetTogether()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => ReserveAsync(Order($"{i}"), 52m))));
        made.Count(r => r == Reservation.Made).ShouldBe(10);
        made.Count(r => r == Reservation.BudgetUsedUp).ShouldBe(20);
        Budget(52m).Spent(await Stores.Reports.ListMonthAsync(Day, None)).ShouldBe(50m);
        var same = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ReserveAsync(Order("twice"), 1_000m))));
        same.Count(r => r == Reservation.Made).ShouldBe(1);
    }
}
