namespace CreditBridge.Core.Alerts;

/// <summary>
/// When nobody wants to be told. Hours are those of the company's clocks; on the days on which these are changed, quiet time ends at the last moment that shows its end, and where clocks
/// pass over a time, at the first that follows.
/// </summary>
/// <param name="From">When it becomes quiet; equal to <paramref name="To"/>: on quiet days only.</param>
/// <param name="To">When it ends; before <paramref name="From"/> when it ends on the next day.</param>
/// <param name="Days">Days that are quiet as a whole.</param>
/// <param name="Zone">Time zone of the company.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, IReadOnlySet<DayOfWeek> Days, TimeZoneInfo Zone)
{
    private const int MostDays = 16;

    /// <summary>Never quiet.</summary>
    public static QuietHours None { get; } = new(default, default, new HashSet<DayOfWeek>(), TimeZoneInfo.Utc);

    /// <summary>Whether it is quiet.</summary>
    public bool IsQuiet(DateTimeOffset at) => EndOf(at) > at;

    /// <summary>The first moment from this one on at which it is not quiet.</summary>
    public DateTimeOffset EndOf(DateTimeOffset at)
    {
        var end = at;
        // Quiet times that meet are one; with all seven days quiet there would be no end.
        for (var i = 0; i < 3 * MostDays && Around(end) is { } later && later > end; i++)
            end = later;
        return end;
    }

    private DateTimeOffset? Around(DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);
        DateTimeOffset? end = null;
        foreach (var day in new[] { today.AddDays(-1), today, today.AddDays(1) })
        {
            if (Days.Contains(day.DayOfWeek))
                Cover(Instant(day, TimeOnly.MinValue, last: false), Instant(day.AddDays(1), TimeOnly.MinValue, last: false));
            if (From != To)
                Cover(Instant(day, From, last: false), Instant(To > From ? day : day.AddDays(1), To, last: true));
        }

        return end;

        void Cover(DateTimeOffset from, DateTimeOffset to)
        {
            if (from <= at && at < to && (end is null || to > end))
                end = to;
        }
    }

    private DateTimeOffset Instant(DateOnly day, TimeOnly time, bool last)
    {
        var local = day.ToDateTime(time);
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = !Zone.IsAmbiguousTime(local) ? Zone.GetUtcOffset(local)
            : last ? Zone.GetAmbiguousTimeOffsets(local).Min() : Zone.GetAmbiguousTimeOffsets(local).Max();
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
