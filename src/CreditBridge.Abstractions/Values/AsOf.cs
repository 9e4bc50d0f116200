namespace CreditBridge.Abstractions.Values;

/// <summary>
/// The moment for which a question is answered. It enters once per run; nothing in the core reads a clock.
/// The business date is the calendar day at that instant in the company's time zone: invoices fall due on days, not on instants.
/// </summary>
/// <param name="Instant">The moment, in UTC.</param>
/// <param name="BusinessDate">The calendar day of the company at that moment.</param>
/// <param name="TimeZone">IANA name of the company's time zone ("Europe/Berlin"); kept so that a replay reads the same days.</param>
public sealed record AsOf(DateTimeOffset Instant, DateOnly BusinessDate, string TimeZone)
{
    /// <summary>The business date of an instant in a time zone.</summary>
    public static AsOf At(DateTimeOffset instant, TimeZoneInfo zone) =>
        new(instant.ToUniversalTime(), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime), zone.Id);

    /// <summary>The first instant of a later business day in the same time zone. A day that a clock change starts late begins at its first existing moment.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
