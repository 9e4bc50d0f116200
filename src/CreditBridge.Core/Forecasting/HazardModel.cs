namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Chances per day that a deal leaves its stage, by how it leaves (what is waited for, another stage, closed before), by stage, days in the stage and calendar.
/// A chance is a base by stage and age times factors for the month of the quarter (by young and old deals), the week of that month and the day of the week.
/// </summary>
internal sealed class HazardModel
{
    private const int Ages = HazardCounts.LongestStay + 1;
    private const int Bands = 4;
    private const int Rounds = 3;

    // What a year ago happened counts half of what happens now.
    private const double HalfLifeDays = 365;

    // By how much a month and a week swing by themselves.
    private const double MonthNoise = 0.15;
    private const double WeekNoise = 0.20;
    private const double DaysPerMonth = 365.25 / 12;

    private readonly HazardCounts _counts;
    private readonly SalesCalendar _calendar;
    private readonly double[][][] _base = new double[3][][];
    private readonly double[][][] _factors = new double[3][][];
    private readonly int[][][] _bands = new int[3][][];
    private readonly double[][] _goesTo;
    private int _oldest;

    private HazardModel(HazardCounts counts, SalesCalendar calendar)
    {
        (_counts, _calendar) = (counts, calendar);
        _goesTo = new double[Stages + 1][];
    }

    /// <summary>Number of stages; the number itself stands for a stage that was never seen.</summary>
    public int Stages => _counts.ByStage.Count;

    /// <summary>Events that it was learned from.</summary>
    public double LearnedEvents { get; private set; }

    /// <summary>Days that it was learned from.</summary>
    public int LearnedDays { get; private set; }

    /// <summary>Learns from what happened until the end of a day.</summary>
    /// <param name="counts">What happened.</param>
    /// <param name="lastDay">The day.</param>
    /// <param name="calendar">The rhythm of sales.</param>
    /// <param name="cells">Tables to work with, of another model of these counts that is done; null to make some.</param>
    public static HazardModel Fit(HazardCounts counts, int lastDay, SalesCalendar calendar, HazardCells? cells = null)
    {
        var model = new HazardModel(counts, calendar);
        cells ??= new HazardCells(model.Stages);
        var first = counts.FirstEnding();
        model.LearnedDays = Math.Max(0, lastDay - first + 1);
        model._oldest = Math.Min(HazardCounts.LongestStay, Math.Max(1, lastDay));
        var days = model.DaysUntil(lastDay);
        cells.CountRisk(counts, days, first, model._oldest);
        for (var ending = 0; ending < 3; ending++)
        {
            cells.CountEnded(counts, (Ending)ending, days, first, model._oldest);
            model.FitEnding(ending, cells, first, lastDay);
        }

        model.FitMoves(first, lastDay);
        return model;
    }

    /// <summary>Chance that a deal at the given age leaves its stage so on a day of the given class.</summary>
    public double Chance(Ending ending, int stage, int age, int dayClass)
    {
        age = Math.Min(age, Ages - 1);
        return Math.Min(0.98, _base[(int)ending][stage][age] * _factors[(int)ending][_bands[(int)ending][stage][age]][dayClass]);
    }

    /// <summary>The chance per day by age without calendar.</summary>
    public IReadOnlyList<double> BaseOf(Ending ending, int stage) => _base[(int)ending][stage];

    /// <summary>Where deals go that move on from a stage: a share per stage.</summary>
    public double[] GoesTo(int stage) => _goesTo[stage];

    // Recent days weigh more.
    private (int Class, double Weight)[] DaysUntil(int lastDay)
    {
        var days = new (int, double)[Math.Max(0, lastDay + 1)];
        for (var day = 0; day < days.Length; day++)
            days[day] = (_calendar.ClassOf(_counts.FirstDay.AddDays(day)), Math.Pow(0.5, (lastDay - day) / HalfLifeDays));
        return days;
    }

    private void FitEnding(int ending, HazardCells cells, int first, int lastDay)
    {
        var stages = Stages + 1;
        var observed = cells.Ended;
        var byAge = observed.Select(ByAge).ToArray();
        _bands[ending] = [.. byAge.Select(BandsOf)];
        var factors = _factors[ending] = [.. Enumerable.Range(0, Bands).Select(_ => Filled(SalesCalendar.Classes, 1.0))];
        if (ending == (int)Ending.Event)
            LearnedEvents = byAge[^1].Sum();
        if (byAge[^1].Sum() <= 0)
        {
            _base[ending] = [.. Enumerable.Range(0, stages).Select(_ => new double[Ages])];
            return;
        }

        var seen = BandRows();
        for (var stage = 0; stage < Stages; stage++)
            AddTo(seen, observed[stage], _bands[ending][stage], null);
        var (month, week, weekDay) = Repeats(first, lastDay);
        for (var round = 0; ; round++)
        {
            _base[ending] = Bases(ending, cells, byAge);
            if (round == Rounds)
                return;
            var expected = BandRows();
            for (var stage = 0; stage < Stages; stage++)
                AddTo(expected, cells.Risk[stage], _bands[ending][stage], _base[ending][stage]);
            CalendarFactors.Fit(factors, seen, expected, month, week, weekDay, MonthNoise, WeekNoise);
        }
    }

    private double[][] Bases(int ending, HazardCells cells, double[][] byAge)
    {
        var result = new double[Stages + 1][];
        var risks = new double[Stages + 1][];
        for (var stage = 0; stage <= Stages; stage++)
        {
            var risk = risks[stage] = new double[Ages];
            for (var age = 1; age <= _oldest; age++)
            {
                ReadOnlySpan<double> factors = _factors[ending][_bands[ending][stage][age]];
                var atRisk = cells.Risk[stage].AsSpan(age * SalesCalendar.Classes, factors.Length);
                var sum = 0.0;
                for (var c = 0; c < factors.Length; c++)
                    sum += atRisk[c] * factors[c];
                risk[age] = sum;
            }
        }

        result[Stages] = AgeCurve.Smooth(byAge[Stages], risks[Stages], null);
        for (var stage = 0; stage < Stages; stage++)
            result[stage] = Stages == 1 ? result[Stages] : AgeCurve.Smooth(byAge[stage], risks[stage], result[Stages]);
        return result;
    }

    private void FitMoves(int first, int lastDay)
    {
        var entered = new double[Stages];
        for (var from = 0; from < Stages; from++)
        {
            _goesTo[from] = new double[Stages];
            foreach (var (to, days) in _counts.ByStage[from].Moved)
            {
                for (var day = first; day <= lastDay && day < days.Length; day++)
                    _goesTo[from][to] += days[day] * Math.Pow(0.5, (lastDay - day) / HalfLifeDays);
                entered[to] += _goesTo[from][to];
            }
        }

        _goesTo[Stages] = entered;
        foreach (var shares in _goesTo)
        {
            var sum = shares.Sum();
            for (var to = 0; sum > 0 && to < shares.Length; to++)
                shares[to] /= sum;
        }
    }

    private (double[] Month, double[] Week, double[] WeekDay) Repeats(int first, int lastDay)
    {
        var (month, week, weekDay) = (new double[SalesCalendar.Months], new double[SalesCalendar.Months * SalesCalendar.Weeks], new double[SalesCalendar.WeekDays]);
        for (var day = first; day <= lastDay; day++)
        {
            var c = _calendar.ClassOf(_counts.FirstDay.AddDays(day));
            month[SalesCalendar.MonthOf(c)] += 1 / DaysPerMonth;
            week[SalesCalendar.WeekOf(c)] += 1.0 / 7;
            weekDay[SalesCalendar.WeekDayOf(c)]++;
        }

        return (month, week, weekDay);
    }

    // Quarters of the events by age: young deals and old ones do not follow the same calendar.
    private static int[] BandsOf(double[] byAge)
    {
        var (bands, sum, total) = (new int[Ages], 0.0, byAge.Sum());
        for (var age = 0; age < Ages; age++)
        {
            bands[age] = total > 0 ? Math.Min(Bands - 1, (int)(sum / total * Bands)) : 0;
            sum += byAge[age];
        }

        return bands;
    }

    private void AddTo(double[][] sums, double[] cells, int[] bands, double[]? times)
    {
        for (var age = 1; age <= _oldest; age++)
        {
            var band = sums[bands[age]].AsSpan();
            var row = cells.AsSpan(age * SalesCalendar.Classes, band.Length);
            var factor = times is null ? 1 : times[age];
            for (var c = 0; c < band.Length; c++)
                band[c] += row[c] * factor;
        }
    }

    private static double[][] BandRows() => [.. Enumerable.Range(0, Bands).Select(_ => new double[SalesCalendar.Classes])];

    private double[] ByAge(double[] cells)
    {
        var sums = new double[Ages];
        for (var age = 0; age <= _oldest; age++)
        {
            var sum = 0.0;
            foreach (var cell in cells.AsSpan(age * SalesCalendar.Classes, SalesCalendar.Classes))
                sum += cell;
            sums[age] = sum;
        }

        return sums;
    }

    private static double[] Filled(int length, double value)
    {
        var values = new double[length];
        Array.Fill(values, value);
        return values;
    }
}
