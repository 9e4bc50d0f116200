namespace CreditBridge.Core.Forecasting;

/// <summary>Which of the reviews that are open now cannot be done in time by the hours of their teams, even if those that are due first are done first.</summary>
internal static class OpenReviews
{
    // What rounding makes of hours is no lateness.
    private const double Slack = 1e-6;

    /// <summary>The fewest that will be late, by team; teams without any are left out. What is late already is not counted, nor what waits for sales: its clock stands still.</summary>
    /// <param name="question">What waits, and who works.</param>
    public static IReadOnlyList<(string Team, int Late, int Open)> Late(WorkloadQuestion question)
    {
        if (question.Capacity is not { } capacity)
            return [];
        var result = new List<(string, int, int)>();
        var running = question.Waiting.Where(r => r is { IsClockRunning: true, HoursLeft: >= 0 } && capacity.ByTeam.ContainsKey(r.Team));
        foreach (var team in running.GroupBy(r => r.Team).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var reviews = team.OrderBy(r => r.HoursLeft).ToList();
            if (Fewest(reviews, HoursWithin(question, capacity, capacity.ByTeam[team.Key], reviews[^1].HoursLeft)) is > 0 and var late)
                result.Add((team.Key, late, reviews.Count));
        }

        return result;
    }

    // Moore and Hodgson: whenever the work until a due time does not fit, the longest of it is given up.
    private static int Fewest(List<WaitingReview> reviews, Func<double, double> hoursWithin)
    {
        var (done, work, late) = (new PriorityQueue<double, double>(), 0.0, 0);
        foreach (var review in reviews)
        {
            var hours = Math.Max(0, review.Hours);
            done.Enqueue(hours, -hours);
            work += hours;
            if (work <= hoursWithin(review.HoursLeft) + Slack)
                continue;
            work -= done.Dequeue();
            late++;
        }

        return late;
    }

    // Hours that a team can work until so many business hours have passed. Of today counts what is left.
    private static Func<double, double> HoursWithin(WorkloadQuestion question, TeamCapacity capacity, Func<DateOnly, double> hoursOn, double farthest)
    {
        var days = new List<(double Open, double Hours)>();
        var open = 0.0;
        for (var day = question.AsOfDate; open < farthest && days.Count < 366; day = day.AddDays(1))
        {
            days.Add((Math.Max(0, capacity.OpenHoursOn(day)), Math.Max(0, hoursOn(day))));
            open += days[^1].Open;
        }

        return within =>
        {
            var hours = 0.0;
            foreach (var day in days.Where(d => d.Open > 0))
            {
                if (within <= 0)
                    break;
                hours += day.Hours * Math.Min(1, within / day.Open);
                within -= day.Open;
            }

            return hours;
        };
    }
}
