using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Policies;

/// <summary>
/// Counts time that is worked: only within the hours of the calendar, in its time zone. An hour that a change of the clocks skips is not worked; one that it repeats is
/// worked twice where the hours reach over it, and hours that begin or end within it mean its first time.
/// </summary>
/// <param name="calendar">Days and hours.</param>
/// <param name="zone">The time zone in which they are meant.</param>
public sealed class BusinessHours(BusinessCalendar calendar, TimeZoneInfo zone)
{
    /// <summary>The hours of a policy; in the company's time zone when the policy names none.</summary>
    public static BusinessHours Of(CreditPolicy policy, TimeZoneInfo company) => Of(policy.Calendar, company);

    /// <summary>The hours of a calendar; in the company's time zone when the calendar names none, or one that this machine does not know.</summary>
    public static BusinessHours Of(BusinessCalendar calendar, TimeZoneInfo company) =>
        new(calendar, calendar.TimeZone is { } own && TimeZoneInfo.TryFindSystemTimeZoneById(own, out var zone) ? zone : company);

    /// <summary>The calendar day at a moment.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>The moment at which a number of worked minutes have passed; outside of the hours the count begins with the next. 0 gives the moment itself, or the next opening.</summary>
    public DateTimeOffset Add(DateTimeOffset from, int minutes) => Add(from, TimeSpan.FromMinutes(Math.Max(0, minutes)));

    /// <summary>The moment at which a time of work has passed.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan worked)
    {
        foreach (var (start, end) in From(from))
        {
            var begin = start > from ? start : from;
            if (worked <= end - begin && (worked > TimeSpan.Zero || begin < end))
                return begin.ToUniversalTime() + worked;
            worked -= end - begin;
        }

        return DateTimeOffset.MaxValue;
    }

    /// <summary>Whole worked minutes from one moment to another; below zero when the second is the earlier one.</summary>
    public int Between(DateTimeOffset from, DateTimeOffset until) => (int)Math.Clamp(Math.Truncate(Worked(from, until).TotalMinutes), int.MinValue, int.MaxValue);

    /// <summary>Worked time from one moment to another; below zero when the second is the earlier one.</summary>
    public TimeSpan Worked(DateTimeOffset from, DateTimeOffset until)
    {
        if (until < from)
            return -Worked(until, from);
        var sum = TimeSpan.Zero;
        foreach (var (start, end) in From(from))
        {
            if (start >= until)
                break;
            sum += (end < until ? end : until) - (start > from ? start : from);
        }

        return sum;
    }

    /// <summary>Worked time that is left of the day of a moment.</summary>
    public TimeSpan LeftOfDay(DateTimeOffset moment) =>
        Spans(DayOf(moment)).Where(s => s.End > moment).Aggregate(TimeSpan.Zero, (sum, s) => sum + (s.End - (s.Start > moment ? s.Start : moment)));

    /// <summary>Whether work has begun on the day of a moment.</summary>
    public bool HasBegun(DateTimeOffset moment) => Spans(DayOf(moment)).Any(s => s.Start < moment);

    /// <summary>Worked minutes of a span of days, both included.</summary>
    public int On(DateOnly first, DateOnly last)
    {
        var minutes = 0d;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            minutes += Spans(day).Sum(s => (s.End - s.Start).TotalMinutes);
            if (day == DateOnly.MaxValue)
                break;
        }

        return (int)minutes;
    }

    // Spans of work that end after the moment. A day earlier to begin with: a change of the clocks can lead back over midnight.
    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> From(DateTimeOffset moment)
    {
        for (var day = Bounded.AddDays(DayOf(moment), -1); day < LastDay; day = day.AddDays(1))
        {
            foreach (var span in Spans(day))
            {
                if (span.End > moment)
                    yield return span;
            }
        }
    }

    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Spans(DateOnly day)
    {
        if (day >= LastDay)
            yield break;
        foreach (var hours in calendar.On(day))
        {
            var (start, end) = (Moment(day, hours.From), Moment(day, hours.To));
            if (start < end)
                yield return (start, end);
        }
    }

    // A time that is skipped stands for the first one after the gap, one that is repeated for its first.
    private DateTimeOffset Moment(DateOnly day, int minute)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static readonly DateOnly LastDay = DateOnly.MaxValue.AddDays(-2);
}
