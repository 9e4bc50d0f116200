namespace CreditBridge.Core.Forecasting;

/// <summary>
/// The queues of all teams. A team does what is routed to it. What no rule routes, or what is routed to a team without hours of its own, is done in the time that the others have left.
/// </summary>
internal sealed class WorkloadQueues
{
    private readonly TeamCapacity _capacity;
    private readonly Dictionary<string, TeamQueue> _teams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> _hours = new(StringComparer.Ordinal);
    private readonly List<double> _allHours;
    private readonly TeamQueue _others;
    private readonly int _weeks;

    /// <summary>Plays the weeks.</summary>
    /// <param name="question">What waits, and who works.</param>
    /// <param name="capacity">The teams' time.</param>
    /// <param name="weeks">The weeks.</param>
    /// <param name="work">What comes, by team and week.</param>
    /// <param name="spread">Squared share by which the level of what comes from deals is uncertain, by week.</param>
    public WorkloadQueues(
        WorkloadQuestion question, TeamCapacity capacity, List<(DateOnly First, DateOnly Last)> weeks, IReadOnlyDictionary<string, WeekMoments[]> work, Func<int, double> spread)
    {
        (_capacity, _weeks) = (capacity, weeks.Count);
        var open = weeks.ConvertAll(w => Sum(capacity.OpenHoursOn, w));
        var waiting = question.Waiting.ToLookup(r => capacity.ByTeam.ContainsKey(r.Team) ? r.Team : null);
        foreach (var (team, hoursOn) in capacity.ByTeam)
        {
            _hours[team] = [.. weeks.Select(w => Sum(hoursOn, w))];
            _teams[team] = Queue(waiting[team], work.GetValueOrDefault(team), w => _hours[team][w]);
        }

        _allHours = weeks.ConvertAll(w => Sum(capacity.HoursOn, w));
        var unrouted = WeekMoments.Sum(work.Where(t => !capacity.ByTeam.ContainsKey(t.Key)).Select(t => t.Value), weeks.Count);
        _others = Queue(waiting[null], unrouted, w => Math.Max(0, _allHours[w] - _hours.Values.Sum(h => h[w]) + _teams.Values.Sum(t => t.FreeHours(w))));

        TeamQueue Queue(IEnumerable<WaitingReview> there, WeekMoments[]? comes, Func<int, double> hours) => new(
            there,
            [
                .. Enumerable.Range(0, weeks.Count).Select(w => comes?[w] is { Mean: > 0 } week
                    ? new QueueWeek(week.MeanHours, week.HoursVariance(spread(w)), week.MeanHours / week.Mean, new WeekCapacity(hours(w), open[w]))
                    : new QueueWeek(0, 0, question.DefaultReviewHours, new WeekCapacity(hours(w), open[w]))),
            ]);
    }

    /// <summary>Hours of all in a week.</summary>
    public double Hours(int week) => _allHours[week];

    /// <summary>Hours of a team in a week; null for one without hours of its own.</summary>
    public double? HoursOf(string team, int week) => _hours.GetValueOrDefault(team)?[week];

    /// <summary>Work that is expected to be there when a week begins.</summary>
    public double CarriedHours(int week) => _teams.Values.Append(_others).Sum(q => q.CarriedHours(week));

    /// <summary>The same of a team; null for one without hours of its own.</summary>
    public double? CarriedHoursOf(string team, int week) => _teams.GetValueOrDefault(team)?.CarriedHours(week);

    /// <summary>The chance that a review of a team and type that comes in a week is late.</summary>
    public double Late(string team, string type, int week) => QueueOf(team).Late(week, _capacity.AllowedByType.GetValueOrDefault(type, _capacity.AllowedHours));

    /// <summary>The chance that a review of a week in which none is expected of a team would be late, for what waits already.</summary>
    public double LateOf(string team, int week) => QueueOf(team).Late(week, _capacity.AllowedHours);

    /// <summary>The same of all: each queue counts as far as something waits in it.</summary>
    public double LateOfAll(int week)
    {
        var all = CarriedHours(week);
        return all <= 0 ? 0 : _teams.Values.Append(_others).Where(q => q.CarriedHours(week) > 0).Sum(q => q.CarriedHours(week) / all * q.Late(week, _capacity.AllowedHours));
    }

    private TeamQueue QueueOf(string team) => _teams.GetValueOrDefault(team, _others);

    private static double Sum(Func<DateOnly, double> hours, (DateOnly First, DateOnly Last) week)
    {
        var sum = 0.0;
        for (var day = week.First; day <= week.Last; day = day.AddDays(1))
            sum += Math.Max(0, hours(day));
        return sum;
    }
}
