using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// The business date as the evaluation sees it. Every question about time goes through here, and each leaves behind the first later day on which its answer will be
/// different. The earliest of those days is the account's next moment: what never asked about time can never be surprised by it.
/// </summary>
/// <param name="asOf">The moment of the evaluation.</param>
public sealed class Horizon(AsOf asOf)
{
    private readonly DateOnly _today = asOf.BusinessDate;
    private int? _next;
    private DateTimeOffset? _foreign;

    /// <summary>Whether the day has come: it is today or earlier.</summary>
    public bool HasCome(DateOnly day)
    {
        Changes(day.DayNumber);
        return day <= _today;
    }

    /// <summary>Whether the day is over: it is earlier than today.</summary>
    public bool IsOver(DateOnly day)
    {
        Changes(day.DayNumber + 1L);
        return day < _today;
    }

    /// <summary>Whole days since the day; 0 while it is not over. Changes every day from then on.</summary>
    public int DaysPast(DateOnly day)
    {
        var isOver = IsOver(day);
        if (isOver)
            Changes(_today.DayNumber + 1L);
        return isOver ? _today.DayNumber - day.DayNumber : 0;
    }

    /// <summary>Whole days until the day; 0 once it has come. Changes every day until then.</summary>
    public int DaysUntil(DateOnly day)
    {
        if (HasCome(day))
            return 0;
        Changes(_today.DayNumber + 1L);
        return day.DayNumber - _today.DayNumber;
    }

    /// <summary>Whether the day lies at least <paramref name="from"/> and fewer than <paramref name="to"/> days back; today lies 0 days back.</summary>
    public bool IsWithin(DateOnly day, int from, int to)
    {
        Changes((long)day.DayNumber + from);
        Changes((long)day.DayNumber + to);
        var age = _today.DayNumber - day.DayNumber;
        return age >= from && age < to;
    }

    /// <summary>Whole months since the day; 0 while it has not come.</summary>
    public int MonthsSince(DateOnly day)
    {
        if (!HasCome(day))
            return 0;
        var months = (_today.Year - day.Year) * 12 + _today.Month - day.Month;
        if (Anniversary(day, months) > _today)
            months--;
        Changes(Anniversary(day, months + 1).DayNumber);
        return months;
    }

    /// <summary>
    /// Days since the day, below zero while it has not come. Leaves no trace: whoever makes an answer of it tells with <see cref="AnswerChangesIn"/> when that answer will
    /// be different.
    /// </summary>
    internal int AgeOf(DateOnly day) => _today.DayNumber - day.DayNumber;

    /// <summary>An answer that was worked out from ages will be different in this many days.</summary>
    internal void AnswerChangesIn(int days) => Changes((long)_today.DayNumber + days);

    /// <summary>Calendar years since the year, 1 to 9998; null while it has not come. Changes with every new year.</summary>
    public int? YearsSince(int year)
    {
        var first = new DateOnly(year, 1, 1);
        if (!HasCome(first))
            return null;
        if (_today.Year < 9999)
            Changes(new DateOnly(_today.Year + 1, 1, 1).DayNumber);
        return _today.Year - year;
    }

    /// <summary>The day itself or, once it is over, today. Changes every day from then on.</summary>
    public DateOnly NotBeforeToday(DateOnly day)
    {
        DaysPast(day);
        return day < _today ? _today : day;
    }

    /// <summary>The first day, today or later, that is a whole number of intervals after the anchor.</summary>
    public DateOnly NextInSeries(DateOnly anchor, int intervalDays)
    {
        var behind = (long)_today.DayNumber - anchor.DayNumber;
        var steps = behind <= 0 ? 0 : (behind + intervalDays - 1) / intervalDays;
        var day = anchor.DayNumber + steps * intervalDays;
        Changes(day + 1);
        return DateOnly.FromDayNumber((int)Math.Min(day, DateOnly.MaxValue.DayNumber));
    }

    /// <summary>
    /// Today, without leaving a trace. Only for an answer that the next evaluation takes over as it is (a promised day), never for one that is worked out anew.
    /// </summary>
    public DateOnly TodayForPromise => _today;

    /// <summary>Takes over the next moment of another evaluation whose result becomes part of this one's; null for none.</summary>
    internal void Also(DateTimeOffset? moment) => _foreign = moment < (_foreign ?? DateTimeOffset.MaxValue) ? moment : _foreign;

    /// <summary>The start of the first day on which an answer given so far will be different; null when time alone changes none.</summary>
    public DateTimeOffset? NextMoment => Own is not { } own ? _foreign : _foreign < own ? _foreign : own;

    private DateTimeOffset? Own
    {
        get
        {
            // The last days of the calendar have no start in every time zone, and nobody waits for them.
            if (_next is not { } number || number >= DateOnly.MaxValue.DayNumber - 1 || number <= 1)
                return null;
            var day = DateOnly.FromDayNumber(number);
            return TimeZoneInfo.TryFindSystemTimeZoneById(asOf.TimeZone, out _)
                ? asOf.StartOf(day)
                : new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }
    }

    private void Changes(long dayNumber)
    {
        if (dayNumber > _today.DayNumber && dayNumber < (_next ?? DateOnly.MaxValue.DayNumber))
            _next = (int)dayNumber;
    }

    // 31 January plus one month is 28 February: DateOnly.AddMonths keeps to the month's end.
    private static DateOnly Anniversary(DateOnly day, int months) =>
        (day.Year - 1) * 12 + day.Month - 1 + months < 9999 * 12 ? day.AddMonths(months) : DateOnly.MaxValue;
}
