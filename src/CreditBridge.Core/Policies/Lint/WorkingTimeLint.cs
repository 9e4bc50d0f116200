using System.Globalization;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Lint;

/// <summary>Looks for working time that is hardly meant: a calendar with next to none, people who work longer than it, and promises that end in another year.</summary>
internal static class WorkingTimeLint
{
    private const int FewestMinutes = 8 * 60;
    private const int WeeksOfAYear = 52;

    public static void Check(ProblemList problems, CreditPolicy policy, PolicyMap document)
    {
        var calendar = policy.Calendar;
        var week = calendar.MinutesPerWeek;
        if (week <= 0)
            return;
        if (week < FewestMinutes)
        {
            problems.Warning(Child(document, "calendar") ?? document, "calendar",
                $"An ordinary week has {Words(week)} of working time. Clocks of reviews run only then, and nobody has more time for them: check 'weekend', 'hours' and 'hours_on'.");
        }

        if (Child(document, "reviews") is not PolicyMap reviews)
            return;
        for (var i = 0; i < policy.Reviews.Teams.Count; i++)
        {
            foreach (var (analyst, j) in policy.Reviews.Teams[i].Analysts.Select((a, j) => (a, j)).Where(a => a.a.HoursPerWeek * 60m > week))
            {
                problems.Warning(Child(reviews, "teams") ?? reviews, $"reviews.teams[{i}].analysts[{j}].hours_per_week",
                    string.Create(CultureInfo.InvariantCulture, $"'{analyst.User}' has {analyst.HoursPerWeek:0.##} hours a week, and the week of the calendar has {Words(week)}: not more than these count."));
            }
        }

        foreach (var (window, i) in policy.Reviews.Windows.Select((w, i) => (w, i)).Where(w => w.w.DecideMinutes > (long)week * WeeksOfAYear))
        {
            problems.Warning(Child(reviews, "windows") ?? reviews, $"reviews.windows[{i}].decide_in_hours",
                $"By the calendar, {Words(window.DecideMinutes)} of work are {Weeks((double)window.DecideMinutes / week)}: a review under '{window.Name}' is due in more than a year.");
        }

        var workedDays = Enum.GetValues<DayOfWeek>().Count(d => !calendar.Weekend.Contains(d));
        if (policy.Reviews.DealDueInBusinessDays > workedDays * WeeksOfAYear)
        {
            problems.Warning(Child(reviews, "deal_due_in_business_days") ?? reviews, "reviews.deal_due_in_business_days",
                $"By the calendar, {policy.Reviews.DealDueInBusinessDays} business days are {Weeks((double)policy.Reviews.DealDueInBusinessDays / workedDays)}: a deal's review is due in more than a year.");
        }
    }

    private static PolicyNode? Child(PolicyMap map, string key) => map.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value;

    private static string Words(int minutes) => minutes switch
    {
        1 => "1 minute",
        < 60 => $"{minutes} minutes",
        60 => "1 hour",
        _ => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:#,0.##} hours"),
    };

    private static string Weeks(double weeks) => string.Create(CultureInfo.InvariantCulture, $"{weeks:#,0} weeks");
}
