using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>What is owed on each day, from today on: as expected, at worst, and without any deal. The limit of each day beside it.</summary>
internal sealed class HeadroomPaths
{
    // In one case of ten an invoice is paid even later.
    private const double Late = 0.9d;

    private readonly HeadroomCase _case;

    public HeadroomPaths(HeadroomCase headroomCase, int days)
    {
        _case = headroomCase;
        Days = days;
        Expected = new decimal[days + 1];
        Worst = new decimal[days + 1];
        WithoutDeals = new decimal[days + 1];
        Received = new decimal[days + 1];
        Limits = new decimal?[days + 1];
        for (var day = 0; day <= days; day++)
        {
            Expected[day] = Worst[day] = WithoutDeals[day] = headroomCase.Exposure ?? 0m;
            Limits[day] = Ceiling(LimitOn(DayAt(day)));
        }

        foreach (var receipt in headroomCase.Receipts)
            Take(receipt.Amount, receipt.Payment);
        foreach (var order in headroomCase.Orders)
        {
            for (var day = IndexOf(order.CountsFrom); day <= days; day++)
            {
                Expected[day] += order.Amount;
                Worst[day] += order.Amount;
                WithoutDeals[day] += order.Amount;
            }

            Take(order.Amount, order.Payment);
        }

        foreach (var deal in headroomCase.Deals)
        {
            for (var day = 0; day <= days; day++)
            {
                var won = deal.WonBy(DayAt(day));
                Expected[day] += deal.Amount * (decimal)won;
                Worst[day] += won > 0d ? deal.Amount : 0m;
            }
        }
    }

    /// <summary>How many days after today.</summary>
    public int Days { get; }

    /// <summary>What is expected to be owed at the end of each day.</summary>
    public decimal[] Expected { get; }

    /// <summary>What is owed if every deal is won on the first day on which it can be, and each invoice is paid as late as one in ten is.</summary>
    public decimal[] Worst { get; }

    /// <summary>What is expected to be owed if no deal is won.</summary>
    public decimal[] WithoutDeals { get; }

    /// <summary>What is expected to have been paid by the end of each day.</summary>
    public decimal[] Received { get; }

    /// <summary>The limit of each day: zero when no credit is granted, null when there is no ceiling.</summary>
    public decimal?[] Limits { get; }

    public DateOnly DayAt(int day) => Bounded.AddDays(_case.AsOf, day);

    /// <summary>Place of a day; 0 for days before today, one past the end for days after the last.</summary>
    public int IndexOf(DateOnly day) => Math.Clamp(day.DayNumber - _case.AsOf.DayNumber, 0, Days + 1);

    /// <summary>The first day on which more is owed than the limit; null when there is none.</summary>
    public HeadroomBreak? FirstBreak(bool worst)
    {
        var owed = worst ? Worst : Expected;
        for (var day = 0; day <= Days; day++)
        {
            if (Limits[day] is { } limit && owed[day] > limit)
                return Explained(new HeadroomBreak(DayAt(day), BreakCause.Already, null, "what is owed today", Math.Round(owed[day] - limit, 2, MidpointRounding.AwayFromZero)), day, worst);
        }

        return null;
    }

    // What was added on the day, the largest first; without anything, the limit has become smaller.
    private HeadroomBreak Explained(HeadroomBreak found, int day, bool worst)
    {
        if (day == 0 && (_case.Exposure ?? 0m) > Limits[0])
            return found;
        var before = day == 0 ? DateOnly.MinValue : DayAt(day - 1);
        var deals = _case.Deals.Select(d => (Cause: BreakCause.Deal, d.Key, d.Name, Amount: AddedBy(d, before, found.On, worst)));
        var orders = _case.Orders.Select(o => (Cause: BreakCause.Order, o.Key, Name: $"order {o.Name}", Amount: day > 0 && IndexOf(o.CountsFrom) == day ? o.Amount : 0m));
        var largest = deals.Concat(orders).Where(a => a.Amount > 0m).OrderByDescending(a => a.Amount).ThenBy(a => a.Key, StringComparer.Ordinal).FirstOrDefault();
        var change = day > 0 && (Limits[day - 1] is not { } previous || Limits[day] < previous) ? _case.LimitChanges.LastOrDefault(c => IndexOf(c.From) == day) : null;
        if (change is not null && (largest.Amount == 0m || (Limits[day - 1] ?? decimal.MaxValue) - Limits[day] > largest.Amount))
            return found with { Cause = BreakCause.LimitChange, By = change.Why };
        return largest.Amount > 0m ? found with { Cause = largest.Cause, Key = largest.Key, By = largest.Name } : found;
    }

    private static decimal AddedBy(ExpectedDeal deal, DateOnly before, DateOnly on, bool worst)
    {
        var (then, now) = (before == DateOnly.MinValue ? 0d : deal.WonBy(before), deal.WonBy(on));
        return worst ? then == 0d && now > 0d ? deal.Amount : 0m : deal.Amount * (decimal)Math.Max(0d, now - then);
    }

    private void Take(decimal amount, Payments.PaymentForecast payment)
    {
        var late = payment.DayOf(Late);
        for (var day = 1; day <= Days; day++)
        {
            var paid = amount * (decimal)payment.PaidBy(DayAt(day));
            Expected[day] -= paid;
            WithoutDeals[day] -= paid;
            Received[day] += paid;
            Worst[day] -= late <= DayAt(day) ? paid : 0m;
        }
    }

    private Abstractions.Values.CreditLimit LimitOn(DateOnly day) => _case.LimitChanges.LastOrDefault(c => c.From <= day)?.Limit ?? _case.Limit;

    private static decimal? Ceiling(Abstractions.Values.CreditLimit limit) =>
        limit.Match<decimal?>(notSet: () => null, none: () => 0m, unlimited: () => null, amount: a => a.Amount);
}
