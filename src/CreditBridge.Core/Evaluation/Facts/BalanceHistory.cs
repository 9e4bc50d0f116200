namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// What was owed at the end of each day of the last year, worked out from the days on which invoices were issued and paid. An open item counts with what is open today:
/// when a part of it was paid is not known. Credits do not count: when they were used is not known either.
/// </summary>
internal sealed class BalanceHistory
{
    private const int Days = PaymentFigures.YearDays;

    private readonly Horizon _time;
    private NextChange _highestChange;
    private NextChange _averageChange;

    public BalanceHistory(FactSheet facts)
    {
        _time = facts.Time;
        // How much the balance changed on each day, by age: what was owed before the year began stands at its first day.
        var changes = new decimal[Days];
        foreach (var item in facts.Paid)
            Take(changes, _time.AgeOf(item.IssuedOn), _time.AgeOf(item.PaidOn), item.Amount);
        foreach (var item in facts.Owed)
            Take(changes, _time.AgeOf(item.IssuedOn), -1, item.Amount);
        Walk(changes);
    }

    /// <summary>The highest balance; null when nothing was owed on any day.</summary>
    public decimal? Highest
    {
        get
        {
            _highestChange.Tell(_time);
            return _highest;
        }
    }

    /// <summary>The average of all days; null when nothing was owed on any day.</summary>
    public decimal? Average
    {
        get
        {
            _averageChange.Tell(_time);
            return _average;
        }
    }

    private decimal? _highest;

    private decimal? _average;

    private void Take(decimal[] changes, int issued, int paid, decimal amount)
    {
        if (issued < 0 || paid < -1)
        {
            var comes = Math.Max(-issued, paid < -1 ? -paid : 0);
            _highestChange.In(comes);
            _averageChange.In(comes);
            return;
        }

        // Paid before the year began, or on the day of issue: never owed at the end of a day that counts.
        if (paid >= Days || paid >= issued)
            return;
        changes[Math.Min(issued, Days - 1)] += amount;
        if (paid >= 0)
            changes[paid] -= amount;
    }

    private void Walk(decimal[] changes)
    {
        var balance = 0m;
        var sum = 0m;
        var highest = 0m;
        var last = 0;
        for (var age = Days - 1; age >= 0; age--)
        {
            balance += changes[age];
            sum += balance;
            if (balance <= 0m || balance < highest)
                continue;
            highest = balance;
            last = age;
        }

        if (highest == 0m)
            return;
        // The peak stays the peak until the last day on which it stood leaves the year; today's balance enters every day.
        (_highest, _average) = (highest, Math.Round(sum / Days, 2, MidpointRounding.AwayFromZero));
        if (last > 0)
            _highestChange.In(Days - last);
        _averageChange.In(1);
    }
}
