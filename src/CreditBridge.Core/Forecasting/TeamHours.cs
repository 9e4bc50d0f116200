using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>The hours that the policy's teams can work on reviews, from the people of each, the calendar and the clock.</summary>
internal static class TeamHours
{
    /// <summary>What they can work from a moment on; null when the policy names nobody. Whoever is named by it and has left has no hours, and what of today is over cannot be worked any more.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="work">How long each kind of review may take.</param>
    /// <param name="users">Users of the CRM; empty while none is known.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="zone">The company's time zone.</param>
    public static TeamCapacity? Of(CreditPolicy policy, WorkRules work, IReadOnlyCollection<UserRecord> users, AsOf asOf, TimeZoneInfo zone)
    {
        var declared = policy.Reviews.Teams.Where(t => t.Analysts.Count > 0).ToList();
        if (declared.Count == 0)
            return null;
        var teams = declared.ConvertAll(t => PolicyPeople.Present(t, users));
        var calendar = policy.Calendar;
        var hours = BusinessHours.Of(policy, zone);
        var (today, left) = (hours.DayOf(asOf.Instant), hours.LeftOfDay(asOf.Instant).TotalMinutes);
        return new TeamCapacity
        {
            HoursOn = day => teams.Sum(t => HoursOf(t, day)),
            OpenHoursOn = OpenHours,
            AllowedHours = Allowed(ReviewCause.Deal),
            AllowedByType = new Dictionary<string, double>
            {
                [ReviewTypes.NewDeal] = Allowed(ReviewCause.Deal),
                [ReviewTypes.Periodic] = Allowed(ReviewCause.Periodic),
                [ReviewTypes.Expiry] = Allowed(ReviewCause.Expiry),
                [ReviewTypes.Event] = Allowed(ReviewCause.News),
            },
            ByTeam = teams.ToDictionary(t => t.Name, t => (Func<DateOnly, double>)(day => HoursOf(t, day)), StringComparer.Ordinal),
            NotCounted = [.. declared.Zip(teams).SelectMany(t => t.First.Analysts.Except(t.Second.Analysts).Select(a => $"'{a.User}' ({t.First.Name})"))],
            Empty = [.. teams.Where(t => t.Analysts.Count == 0).Select(t => t.Name)],
        };

        double OpenHours(DateOnly day) => day < today ? 0 : calendar.On(day).Sum(h => h.Minutes) is var minutes && day == today ? Math.Min(minutes, left) / 60 : minutes / 60.0;

        double HoursOf(ReviewTeam team, DateOnly day) => day > today ? (double)team.CapacityHours(calendar, day, day)
            : OpenHours(day) is > 0 and var open ? (double)team.CapacityHours(calendar, day, day) * 60 * open / calendar.On(day).Sum(h => h.Minutes) : 0;

        double Allowed(ReviewCause cause) => work.WindowMinutes(calendar, cause) / 60.0;
    }
}
