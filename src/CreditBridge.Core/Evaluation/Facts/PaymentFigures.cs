using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>How the customer pays: everything that inputs need of the settled items, gathered in one pass. What lies in the future does not count.</summary>
internal sealed class PaymentFigures
{
    /// <summary>A year is 365 days, counted back from the business date, which belongs to it.</summary>
    public const int YearDays = 365;

    /// <summary>What "recent" means.</summary>
    public const int RecentDays = 90;

    private readonly Horizon _time;

    // Three that do not overlap, so that each item is added once; the windows that inputs read are made of them.
    private readonly PaymentWindow _recent = new();
    private readonly PaymentWindow _restOfYear = new();
    private readonly PaymentWindow _yearBefore = new();
    private PaymentWindow? _year;
    private PaymentWindow? _baseline;
    private NextChange _nextOfYear;
    private NextChange _nextOfRecent;
    private NextChange _nextOfBaseline;
    private NextChange _promises;
    private NextChange _last;
    private int _lastAge = -1;
    private int _kept;
    private int _broken;

    public PaymentFigures(FactSheet facts, PaymentsPolicy policy)
    {
        _time = facts.Time;
        foreach (var item in facts.Paid)
        {
            var age = _time.AgeOf(item.PaidOn);
            _nextOfYear.Window(age, 0, YearDays);
            _nextOfRecent.Window(age, 0, RecentDays);
            _nextOfBaseline.Window(age, RecentDays, 2 * YearDays);
            var window = age switch { < 0 => null, < RecentDays => _recent, < YearDays => _restOfYear, < 2 * YearDays => _yearBefore, _ => null };
            window?.Take(item, policy.DisputedDelaysCount || !item.WasDisputed);
            if (age >= 0)
                _lastAge = _lastAge < 0 ? age : Math.Min(age, _lastAge);
            else
                _last.In(-age);
            if (item.PromisedOn is not { } promised)
                continue;
            _promises.Window(age, 0, YearDays);
            if (age is < 0 or >= YearDays)
                continue;
            if (item.PaidOn <= promised)
                _kept++;
            else
                _broken++;
        }

        foreach (var item in facts.Owed)
        {
            if (item.PromisedOn is not { } promised)
                continue;
            var age = _time.AgeOf(promised);
            _promises.In(1 - age);
            if (age > 0)
                _broken++;
        }
    }

    public PaymentWindow Year
    {
        get
        {
            _nextOfYear.Tell(_time);
            return _year ??= _recent + _restOfYear;
        }
    }

    public PaymentWindow Recent
    {
        get
        {
            _nextOfRecent.Tell(_time);
            return _recent;
        }
    }

    /// <summary>The customer's own habit: what came before <see cref="Recent"/>, up to two years back.</summary>
    public PaymentWindow Baseline
    {
        get
        {
            _nextOfBaseline.Tell(_time);
            return _baseline ??= _restOfYear + _yearBefore;
        }
    }

    /// <summary>Promises whose day is over or that were kept, within a year.</summary>
    public (int Kept, int Broken) Promises
    {
        get
        {
            _promises.Tell(_time);
            return (_kept, _broken);
        }
    }

    /// <summary>Days since the last payment; null when none is known.</summary>
    public int? DaysSinceLast
    {
        get
        {
            if (_lastAge >= 0)
                _time.AnswerChangesIn(1);
            else
                _last.Tell(_time);
            return _lastAge >= 0 ? _lastAge : null;
        }
    }
}
