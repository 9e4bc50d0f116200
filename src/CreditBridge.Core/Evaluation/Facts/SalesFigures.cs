using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>What the customer was invoiced for: everything that inputs need of issue dates, gathered in one pass over paid and open items. What lies in the future does not count.</summary>
internal sealed class SalesFigures
{
    /// <summary>Days of a period of the count-back method.</summary>
    public const int PeriodDays = 30;

    /// <summary>How many periods the count-back method goes back.</summary>
    public const int Periods = 24;

    private const int YearDays = PaymentFigures.YearDays;
    private const int CollectionDays = PaymentFigures.RecentDays;

    private readonly FactSheet _facts;
    private readonly Horizon _time;
    private readonly int _dsoDays;
    private readonly decimal[] _periods = new decimal[Periods];
    private NextChange _yearChange;
    private NextChange _beforeChange;
    private NextChange _dsoChange;
    private NextChange _periodChange;
    private NextChange _collectionChange;
    private decimal? _year;
    private decimal? _before;
    private decimal _dso;
    private decimal _collectionSales;
    private decimal _collectionBegin;

    public SalesFigures(FactSheet facts, PaymentsPolicy policy)
    {
        _facts = facts;
        _time = facts.Time;
        _dsoDays = policy.DsoDays;
        foreach (var item in facts.Paid)
            Take(_time.AgeOf(item.IssuedOn), _time.AgeOf(item.PaidOn), item.Amount);
        foreach (var item in facts.Owed)
            Take(_time.AgeOf(item.IssuedOn), int.MinValue, item.Original);
    }

    /// <summary>Sales of the last year; null when there were none.</summary>
    public decimal? Year
    {
        get
        {
            _yearChange.Tell(_time);
            return _year;
        }
    }

    /// <summary>Sales of the year before; null when there were none.</summary>
    public decimal? YearBefore
    {
        get
        {
            _beforeChange.Tell(_time);
            return _before;
        }
    }

    /// <summary>Days of sales that an amount stands for: amount / sales x days, where the days of a new customer are those since its first.</summary>
    public decimal? DaysOfSales(decimal amount)
    {
        _dsoChange.Tell(_time);
        var days = _dsoDays;
        if (Since() is { } since && _time.AgeOf(since) is var age && age < _dsoDays)
        {
            _time.AnswerChangesIn(Math.Max(1, -age));
            days = age;
        }

        return days <= 0 ? null : Bounded.Divide(amount, _dso) is { } share && Bounded.Multiply(share, days) is { } result ? Math.Round(result, 2, MidpointRounding.AwayFromZero) : null;
    }

    /// <summary>Days of the most recent sales that an amount uses up, period by period; at most all of them.</summary>
    public decimal? CountBackDays(decimal amount)
    {
        _periodChange.Tell(_time);
        var days = 0m;
        var any = false;
        foreach (var sales in _periods)
        {
            any |= sales > 0m;
            if (sales >= amount)
                return any && amount > 0m ? Math.Round(days + PeriodDays * amount / sales, 2, MidpointRounding.AwayFromZero) : any ? days : null;
            amount -= sales;
            days += PeriodDays;
        }

        return any ? days : null;
    }

    /// <summary>How much of what could be collected within 90 days was, in percent.</summary>
    public decimal? CollectionPercent
    {
        get
        {
            _collectionChange.Tell(_time);
            var all = _collectionBegin + _collectionSales;
            return Bounded.Percent(all - _facts.OpenReceivables, all - _facts.Aging.Bucket(0));
        }
    }

    private void Take(int issued, int paid, decimal amount)
    {
        // A payment that is said to lie in the future has not happened: until then the record says nothing.
        if (paid != int.MinValue && paid < 0)
        {
            AllChange(-paid);
            return;
        }

        _yearChange.Window(issued, 0, YearDays);
        _beforeChange.Window(issued, YearDays, 2 * YearDays);
        _dsoChange.Window(issued, 0, _dsoDays);
        _collectionChange.Window(issued, 0, CollectionDays);
        if (paid != int.MinValue)
            _collectionChange.In(CollectionDays - paid);
        if (issued < 0)
        {
            _periodChange.In(-issued);
            return;
        }

        if (issued < YearDays)
            _year = (_year ?? 0m) + amount;
        else if (issued < 2 * YearDays)
            _before = (_before ?? 0m) + amount;
        if (issued < _dsoDays)
            _dso += amount;
        if (issued < CollectionDays)
            _collectionSales += amount;
        else if (paid < CollectionDays)
            _collectionBegin += amount;
        if (issued / PeriodDays is var period and < Periods)
        {
            _periods[period] += amount;
            _periodChange.In(PeriodDays - issued % PeriodDays);
        }
    }

    private void AllChange(int days)
    {
        _yearChange.In(days);
        _beforeChange.In(days);
        _dsoChange.In(days);
        _periodChange.In(days);
        _collectionChange.In(days);
    }

    // Not the day of the CRM's record, which says nothing about business done before.
    private DateOnly? Since()
    {
        DateOnly? first = null;
        foreach (var customer in _facts.File.Customers)
            first = customer.CustomerSince is { } since && (first is null || since < first) ? since : first;
        return first;
    }
}
