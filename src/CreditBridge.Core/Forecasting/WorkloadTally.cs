using System.Globalization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting;

/// <summary>Adds up what every deal, every deal still to come and every known review means for each week, in all and by slice.</summary>
internal sealed class WorkloadTally
{
    // What a quarter ago was opened counts half of what is opened now, for the shares of regions and teams.
    private const double HalfLifeWeeks = 13;

    // A region's own share of reviews is believed like ten deals of the whole.
    private const double PriorDeals = 10;

    // A deal that brings a review in one case of twenty drives nothing.
    private const double LeastOfDriver = 0.05;

    private readonly WorkloadQuestion _question;
    private readonly List<(DateOnly First, DateOnly Last)> _weeks;
    private readonly WeekMoments[] _total;
    private readonly Dictionary<(ForecastDimension, string), WeekMoments[]> _slices = [];
    private readonly PriorityQueue<ForecastDriver, double> _drivers = new();
    private readonly AmountCounts _openAmounts = new();
    private double _chances;
    private double _hours;

    public WorkloadTally(WorkloadQuestion question, List<(DateOnly First, DateOnly Last)> weeks)
    {
        (_question, _weeks, _total) = (question, weeks, New(weeks.Count));
        foreach (var deal in question.Open)
            _openAmounts.Count(deal.Amount, 1);
        AddKnown();
        AddRecurring();
    }

    /// <summary>A deal of the pipeline.</summary>
    /// <param name="deal">The deal.</param>
    /// <param name="chances">Chance that it reaches the step, by week.</param>
    public void AddDeal(OpenDeal deal, ReadOnlySpan<double> chances)
    {
        var review = _question.Review(deal);
        var needed = Math.Clamp(review.Probability, 0, 1);
        var amount = Math.Max(0, deal.Amount is { } known ? (double)known : _openAmounts.Mean);
        _chances += needed;
        _hours += needed * review.Hours;
        var expected = 0.0;
        foreach (var series in Of(ReviewTypes.NewDeal, deal.Region, deal.Team))
        {
            for (var w = 0; w < _total.Length; w++)
                series[w].AddOne(chances[w] * needed, amount, review.Hours, ofDeal: true);
        }

        for (var w = 0; w < _total.Length; w++)
            expected += chances[w] * needed;
        if (_question.Drivers == 0 || expected < LeastOfDriver || (_drivers.Count == _question.Drivers && _drivers.TryPeek(out _, out var least) && expected <= least))
            return;
        _drivers.Enqueue(Driver(deal, chances, needed, review), expected);
        if (_drivers.Count > _question.Drivers)
            _drivers.Dequeue();
    }

    /// <summary>Deals that do not exist yet, shared out over regions and teams as of late.</summary>
    /// <param name="expected">How many reach the step, by week.</param>
    /// <param name="scale">By how much the level of a week is corrected.</param>
    public void AddArrivals(double[] expected, Func<int, double> scale)
    {
        var segments = _question.Counts.BySegment.OrderBy(s => s.Key.Region, StringComparer.Ordinal).ThenBy(s => s.Key.Team, StringComparer.Ordinal).ToList();
        var lastWeek = Math.Max(0, _question.Counts.DayOf(_question.AsOfDate.AddDays(-1)) / 7);
        var recent = segments.ConvertAll(s => Recent(s.Value.Arrived, lastWeek));
        var all = recent.Sum();
        var (decided, reviewed) = (segments.Sum(s => Recent(s.Value.Decided, lastWeek)), segments.Sum(s => Recent(s.Value.Reviewed, lastWeek)));
        var fallback = _question.ShareNow is { } now ? (_chances + (PriorDeals * now)) / (_question.Open.Count + PriorDeals) : _question.Open.Count > 0 ? _chances / _question.Open.Count : 1;
        var overall = decided > 0 ? (reviewed + (PriorDeals * fallback)) / (decided + PriorDeals) : fallback;
        var hours = _chances > 0 ? _hours / _chances : _question.DefaultReviewHours;
        for (var i = 0; i < segments.Count && all > 0; i++)
        {
            var ((region, team), segment) = segments[i];
            var share = (Recent(segment.Reviewed, lastWeek) + (PriorDeals * overall)) / (Recent(segment.Decided, lastWeek) + PriorDeals);
            var amounts = segment.Amounts.Known >= PriorDeals ? segment.Amounts : segment.AllAmounts.Known > 0 ? segment.AllAmounts : _openAmounts;
            foreach (var series in Of(ReviewTypes.NewDeal, region, team))
            {
                for (var w = 0; w < _total.Length; w++)
                    series[w].AddSome(expected[w] * scale(w) * share * recent[i] / all, amounts.Mean, amounts.MeanSquare, hours);
            }
        }
    }

    /// <summary>The forecast.</summary>
    public WorkloadForecast ToForecast(ForecastModel model, string reason, Func<int, double> spread, List<ForecastWarning> warnings, BacktestStanding? standing)
    {
        var drivers = new List<ForecastDriver>();
        while (_drivers.TryDequeue(out var driver, out _))
            drivers.Add(driver);
        return new WorkloadForecast(_question.MadeAt, _question.AsOfDate, _question.PolicyVersion, _question.Currency)
        {
            Weeks = WithQueue(ToWeeks(_total, spread), spread),
            Slices =
            [
                .. _slices.OrderBy(s => s.Key.Item1).ThenByDescending(s => s.Value.Sum(w => w.Mean)).ThenBy(s => s.Key.Item2, StringComparer.Ordinal)
                    .Select(s => new ForecastSlice(s.Key.Item1, s.Key.Item2, WithTeam(s.Key, ToWeeks(s.Value, spread)))),
            ],
            Drivers = [.. drivers.OrderByDescending(d => d.Expected).ThenBy(d => d.DealKey, StringComparer.Ordinal)],
            Warnings = warnings,
            Model = model,
            ModelReason = reason,
            Standing = standing,
        };
    }

    private static double Recent(int[] weeks, int last)
    {
        var sum = 0.0;
        for (var week = 0; week <= last && week < weeks.Length; week++)
            sum += weeks[week] * Math.Pow(0.5, (last - week) / HalfLifeWeeks);
        return sum;
    }

    private static WeekMoments[] New(int weeks) => [.. Enumerable.Range(0, weeks).Select(_ => new WeekMoments())];

    private void AddKnown()
    {
        foreach (var review in _question.Known)
        {
            var week = review.Day < _weeks[0].First ? 0 : _weeks.FindIndex(w => w.First <= review.Day && review.Day <= w.Last);
            if (week < 0)
                continue;
            foreach (var series in Of(review.Type, review.Region, review.Team))
                series[week].AddOne(Math.Clamp(review.Probability, 0, 1), (double)Math.Max(0, review.Amount ?? 0), review.Hours, ofDeal: false);
        }
    }

    // As many per business day as of late.
    private void AddRecurring()
    {
        if (_question.RecurringDays is not { } seenOver || seenOver <= 0)
            return;
        for (var w = 0; w < _weeks.Count; w++)
        {
            var days = Enumerable.Range(0, _weeks[w].Last.DayNumber - _weeks[w].First.DayNumber + 1).Count(d => _question.IsBusinessDay(_weeks[w].First.AddDays(d)));
            foreach (var review in _question.Recurring.Where(r => r.Seen > 0 && days > 0))
            {
                foreach (var series in Of(review.Type, review.Region, review.Team))
                    series[w].AddRecurring((double)review.Seen * days / seenOver, review.Seen, review.Amount, review.AmountSquared, review.Hours);
            }
        }
    }

    private IEnumerable<WeekMoments[]> Of(string type, string region, string team) =>
        [_total, Slice(ForecastDimension.Type, type), Slice(ForecastDimension.Region, region), Slice(ForecastDimension.Team, team)];

    private WeekMoments[] Slice(ForecastDimension dimension, string name)
    {
        if (!_slices.TryGetValue((dimension, name), out var slice))
            _slices.Add((dimension, name), slice = New(_weeks.Count));
        return slice;
    }

    private List<ForecastWeek> ToWeeks(WeekMoments[] weeks, Func<int, double> spread) =>
        [.. weeks.Select((w, i) => w.ToWeek(_weeks[i].First, _weeks[i].Last, spread(i), _question.Currency))];

    private List<ForecastWeek> WithQueue(List<ForecastWeek> weeks, Func<int, double> spread)
    {
        if (_question.Capacity is not { } capacity)
            return weeks;
        var left = Math.Max(0, capacity.BacklogHours);
        for (var w = 0; w < weeks.Count; w++)
        {
            var available = new WeekCapacity(Sum(capacity.HoursOn, _weeks[w]), Sum(capacity.OpenHoursOn, _weeks[w]));
            weeks[w] = weeks[w] with { CapacityHours = available.Hours, BreachProbability = Late(w, left) };
            left = Math.Max(0, left + _total[w].MeanHours - available.Hours);

            // Each type by its own promise; with nothing to come, what is there already by the usual one.
            double Late(int week, double backlog)
            {
                var types = _slices.Where(s => s.Key.Item1 == ForecastDimension.Type && s.Value[week].Mean > 0).Select(s => (Type: s.Key.Item2, s.Value[week].Mean)).ToList();
                var all = types.Sum(t => t.Mean);
                return all <= 0 ? Chance(capacity.AllowedHours) : types.Sum(t => t.Mean / all * Chance(capacity.AllowedByType.GetValueOrDefault(t.Type, capacity.AllowedHours)));

                double Chance(double allowed)
                {
                    var perReview = _total[week].Mean > 0 ? _total[week].MeanHours / _total[week].Mean : _question.DefaultReviewHours;
                    var ahead = week == 0 && capacity.BacklogDueWithin is { } dueWithin ? Math.Min(backlog, dueWithin(allowed)) : backlog;
                    return ReviewQueue.BreachProbability(ahead, _total[week].MeanHours, _total[week].HoursVariance(spread(week)), available, perReview, allowed);
                }
            }
        }

        return weeks;
    }

    private List<ForecastWeek> WithTeam((ForecastDimension Dimension, string Name) slice, List<ForecastWeek> weeks) =>
        slice.Dimension == ForecastDimension.Team && _question.Capacity?.ByTeam.GetValueOrDefault(slice.Name) is { } hours
            ? [.. weeks.Select((w, i) => w with { CapacityHours = Sum(hours, _weeks[i]) })]
            : weeks;

    private static double Sum(Func<DateOnly, double> hours, (DateOnly First, DateOnly Last) week)
    {
        var sum = 0.0;
        for (var day = week.First; day <= week.Last; day = day.AddDays(1))
            sum += Math.Max(0, hours(day));
        return sum;
    }

    private ForecastDriver Driver(OpenDeal deal, ReadOnlySpan<double> chances, double needed, ReviewChance review)
    {
        var byWeek = new double[chances.Length];
        for (var w = 0; w < byWeek.Length; w++)
            byWeek[w] = chances[w] * needed;
        var days = Math.Max(0, _question.AsOfDate.DayNumber - deal.Since.DayNumber);
        var (place, because) = (deal.Stage.Length == 0 ? "Open" : $"In '{deal.Stage}'", review.Why.Length == 0 ? "" : $" ({review.Why})");
        var reaches = byWeek.Sum() / Math.Max(needed, 1e-9);
        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"{place} for {days} {(days == 1 ? "day" : "days")}; {reaches * 100:0} % to reach credit by {_weeks[^1].Last:yyyy-MM-dd}, {needed * 100:0} % to need a review{because}.");
        return new ForecastDriver(deal.Key, why, byWeek)
        {
            Name = deal.Name,
            AccountKey = deal.AccountKey,
            Amount = deal.Amount is { } amount ? new Money(amount, _question.Currency) : null,
            Stage = deal.Stage,
            WorkHours = review.Hours,
            ReviewProbability = needed,
        };
    }
}
