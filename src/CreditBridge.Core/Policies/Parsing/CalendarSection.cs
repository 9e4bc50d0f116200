using System.Collections.Frozen;
using System.Globalization;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "calendar".</summary>
internal static class CalendarSection
{
    private const int MinutesPerDay = 24 * 60;

    public static BusinessCalendar Read(SectionReader? section)
    {
        DayOfWeek[] weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];
        var holidays = new List<DateOnly>();
        if (section is null)
            return new BusinessCalendar(weekend.ToFrozenSet(), holidays.ToFrozenSet());
        if (section.Find("weekend") is PolicyList)
            weekend = Days(section, "weekend");
        else if (section.Has("weekend"))
            section.Error("weekend", "A list of days is expected, such as [Saturday, Sunday].");
        if (weekend.Distinct().Count() == 7)
            section.Error("weekend", "Every day of the week is a weekend; at least one has to be worked on.");
        foreach (var (node, path) in section.Items("holidays"))
        {
            if (node is PolicyText text && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", out var day))
                holidays.Add(day);
            else
                section.Problems.Error(node, path, $"{node.Describe} is not a day: year-month-day is expected, such as 2027-01-01.");
        }

        var usual = Hours(section) ?? BusinessCalendar.UsualHours;
        var own = new Dictionary<DayOfWeek, IReadOnlyList<OpeningHours>>();
        foreach (var exception in section.Sections("hours_on"))
        {
            exception.Require("days", "the days of the week with other hours, such as [Friday]");
            exception.Require("hours", "their hours, such as [\"09:00-13:00\"]");
            var hours = Hours(exception);
            foreach (var day in Days(exception, "days"))
            {
                if (weekend.Contains(day))
                    exception.Error("days", $"{day} is a weekend here: it has no hours.");
                if (hours is not null && !own.TryAdd(day, hours))
                    exception.Error("days", $"{day} has hours twice.");
            }

            exception.Close();
        }

        var calendar = new BusinessCalendar(weekend.ToFrozenSet(), holidays.ToFrozenSet()) { Hours = usual, HoursOn = own.ToFrozenDictionary(), TimeZone = Zone(section) };
        section.Close();
        return calendar;
    }

    private static string? Zone(SectionReader section)
    {
        if (section.Text("time_zone") is not { } zone)
            return null;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            section.Error("time_zone", $"There is no time zone '{zone}': an IANA name is expected, such as Europe/Berlin.");
        return zone;
    }

    private static DayOfWeek[] Days(SectionReader section, string key) => [.. section.Items(key).Select(i => Day(section, i.Node, i.Path)).OfType<DayOfWeek>()];

    private static DayOfWeek? Day(SectionReader section, PolicyNode node, string path)
    {
        if (node is PolicyText text && Enum.GetNames<DayOfWeek>().Contains(text.Value, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<DayOfWeek>(text.Value, ignoreCase: true);
        section.Problems.Error(node, path, $"{node.Describe} is not a day of the week.", node is PolicyText { Value: var wrong } ? Spelling.Nearest(wrong, Enum.GetNames<DayOfWeek>()) : null);
        return null;
    }

    private static List<OpeningHours>? Hours(SectionReader section)
    {
        var texts = section.Texts("hours");
        if (!section.Has("hours"))
            return null;
        var hours = new List<OpeningHours>();
        foreach (var text in texts)
        {
            if (text.Split('-') is not [var from, var to] || Minute(from) is not { } start || Minute(to) is not { } end)
                section.Error("hours", $"'{text}' is no time of the day: two times with a hyphen are expected, such as \"09:00-17:00\".");
            else if (end <= start)
                section.Error("hours", $"'{text}' ends before it begins. Work past midnight is written as two: until 24:00, and from 00:00 of the next day.");
            else if (hours.Count > 0 && start < hours[^1].To)
                section.Error("hours", $"'{text}' begins before the one in front of it has ended; list them in order.");
            else
                hours.Add(new OpeningHours(start, end));
        }

        if (texts.Count == 0)
            section.Error("hours", "No hours are named, so that nothing is ever worked on and no review is ever due. Name them, or make the day a weekend.");
        return hours;
    }

    private static int? Minute(string text) => text.Trim() switch
    {
        "24:00" => MinutesPerDay,
        var time when TimeOnly.TryParseExact(time, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) => read.Hour * 60 + read.Minute,
        _ => null,
    };
}
