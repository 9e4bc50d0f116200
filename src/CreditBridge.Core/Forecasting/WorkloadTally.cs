namespace CreditBridge.Core.Forecasting;

/// <summary>Adds up what every deal, every deal still to come and every known review means for each week, in all and by slice.</summary>
internal sealed class WorkloadTally
{
    // What a quarter ago was opened counts half of what is opened now, for the shares of regions and teams.
    private const double HalfLifeWeeks = 13;

    // A region's own share of reviews is believed like ten deals of the whole.
    private const double PriorDeals = 10;

    private readonly WorkloadQuestion _question;
    private readonly List<(DateOnly First, DateOnly Last)> _weeks;
    private readonly Dictionary<(string Type, string Region, string Team), WeekMoments[]> _cells = [];
    private readonly ForecastDrivers _drivers;
    private readonly AmountCounts _openAmounts = new();
    private double _chances;
    private double _hours;

    public WorkloadTally(WorkloadQuestion question, List<(DateOnly First, DateOnly Last)> weeks)
    {
        (_question, _weeks, _drivers) = (question, weeks, new ForecastDrivers(question, weeks));
        foreach (var deal in question.Open)
            _openAmounts.Count(deal.Amount, 1);
        AddKnown();
        AddRecurring();
        // A part of which something waits is told of even if nothing comes.
        foreach (var review in question.Waiting)
            Of(review.Type, review.Region, review.Team);
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
        var cell = Of(ReviewTypes.NewDeal, deal.Region, deal.Team);
        for (var w = 0; w < cell.Length; w++)
        {
            cell[w].AddOne(chances[w] * needed, amount, review.Hours, ofDeal: true);
            expected += chances[w] * needed;
        }

        _drivers.Offer(deal, chances, review, expected);
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
            var cell = Of(ReviewTypes.NewDeal, region, team);
            for (var w = 0; w < cell.Length; w++)
                cell[w].AddSome(expected[w] * scale(w) * share * recent[i] / all, amounts.Mean, amounts.MeanSquare, hours);
        }
    }

    /// <summary>The forecast.</summary>
    public WorkloadForecast ToForecast(ForecastModel model, string reason, Func<int, double> spread, List<ForecastWarning> warnings, BacktestStanding? standing)
    {
        var total = WeekMoments.Sum(_cells.Values, _weeks.Count);
        var parts = Parts();
        var queues = _question.Capacity is { } capacity
            ? new WorkloadQueues(_question, capacity, _weeks, parts.Where(p => p.Key.Dimension == ForecastDimension.Team).ToDictionary(p => p.Key.Name, p => p.Value, StringComparer.Ordinal), spread)
            : null;
        return new WorkloadForecast(_question.MadeAt, _question.AsOfDate, _question.PolicyVersion, _question.Currency)
        {
            Weeks = ToWeeks(null, "", total, queues, spread),
            Slices =
            [
                .. parts.OrderBy(p => p.Key.Dimension).ThenByDescending(p => p.Value.Sum(w => w.Mean)).ThenBy(p => p.Key.Name, StringComparer.Ordinal)
                    .Select(p => new ForecastSlice(p.Key.Dimension, p.Key.Name, ToWeeks(p.Key.Dimension, p.Key.Name, p.Value, queues, spread)) { Drivers = _drivers.Of(p.Key.Dimension, p.Key.Name) }),
            ],
            Drivers = _drivers.All(),
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

    private void AddKnown()
    {
        foreach (var review in _question.Known)
        {
            var week = review.Day < _weeks[0].First ? 0 : _weeks.FindIndex(w => w.First <= review.Day && review.Day <= w.Last);
            if (week < 0)
                continue;
            Of(review.Type, review.Region, review.Team)[week].AddOne(Math.Clamp(review.Probability, 0, 1), (double)Math.Max(0, review.Amount ?? 0), review.Hours, ofDeal: false);
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
                Of(review.Type, review.Region, review.Team)[w].AddRecurring((double)review.Seen * days / seenOver, review.Seen, review.Amount, review.AmountSquared, review.Hours);
        }
    }

    private WeekMoments[] Of(string type, string region, string team)
    {
        if (!_cells.TryGetValue((type, region, team), out var cell))
            _cells.Add((type, region, team), cell = WeekMoments.Sum([], _weeks.Count));
        return cell;
    }

    // By type, region and team; a team that has hours is told of even if it has no work.
    private Dictionary<(ForecastDimension Dimension, string Name), WeekMoments[]> Parts()
    {
        var parts = new[] { ForecastDimension.Type, ForecastDimension.Region, ForecastDimension.Team }
            .SelectMany(d => _cells.GroupBy(c => (Dimension: d, Name: NameOf(d, c.Key))))
            .ToDictionary(g => g.Key, g => WeekMoments.Sum(g.Select(c => c.Value), _weeks.Count));
        foreach (var team in _question.Capacity?.ByTeam.Keys ?? [])
            parts.TryAdd((ForecastDimension.Team, team), WeekMoments.Sum([], _weeks.Count));
        return parts;
    }

    private static string NameOf(ForecastDimension dimension, (string Type, string Region, string Team) cell) => dimension switch
    {
        ForecastDimension.Type => cell.Type,
        ForecastDimension.Region => cell.Region,
        _ => cell.Team,
    };

    // Null for the dimension: all reviews.
    private List<ForecastWeek> ToWeeks(ForecastDimension? dimension, string name, WeekMoments[] part, WorkloadQueues? queues, Func<int, double> spread)
    {
        var cells = _cells.Where(c => dimension is not { } d || NameOf(d, c.Key) == name).ToList();
        var open = _question.Waiting.Where(r => dimension is not { } d || NameOf(d, (r.Type, r.Region, r.Team)) == name).Sum(r => Math.Max(0, r.Hours));
        return [.. part.Select((moments, w) => moments.ToWeek(_weeks[w].First, _weeks[w].Last, spread(w), _question.Currency) with
        {
            CarriedHours = w == 0 ? open : dimension switch { null => queues?.CarriedHours(w), ForecastDimension.Team => queues?.CarriedHoursOf(name, w), _ => null },
            CapacityHours = dimension switch { null => queues?.Hours(w), ForecastDimension.Team => queues?.HoursOf(name, w), _ => null },
            BreachProbability = queues is null ? null : Late(queues, w),
        })];

        // Of whom and of what type the reviews are; each team has a queue of its own, and each type a promise.
        double? Late(WorkloadQueues known, int week)
        {
            var all = part[week].Mean;
            if (all > 0)
                return Math.Min(1, cells.Where(c => c.Value[week].Mean > 0).Sum(c => c.Value[week].Mean * known.Late(c.Key.Team, c.Key.Type, week)) / all);
            return dimension switch { null => known.LateOfAll(week), ForecastDimension.Team => known.LateOf(name, week), _ => null };
        }
    }
}
