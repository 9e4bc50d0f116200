namespace CreditBridge.Core.Forecasting;

/// <summary>How many deals come into the pipeline on a day, and in which stage: the level of late times the factors of month of the quarter, week and day of the week.</summary>
internal sealed class ArrivalModel
{
    // Arrivals of six weeks ago count half of today's for the level.
    private const double LevelHalfLifeDays = 42;
    private const double MonthNoise = 0.15;
    private const double WeekNoise = 0.20;
    private const double DaysPerMonth = 365.25 / 12;
    private const int Rounds = 4;

    private readonly double[] _factors;
    private readonly double _level;

    private ArrivalModel(double[] factors, double level, double[] shares, double bornShare)
    {
        (_factors, _level, Shares, BornShare) = (factors, level, shares, bornShare);
    }

    /// <summary>In which stage deals are opened: a share per stage.</summary>
    public double[] Shares { get; }

    /// <summary>Share of deals that reach what is waited for on their first day.</summary>
    public double BornShare { get; }

    /// <summary>Expected arrivals on a day of the class.</summary>
    public double On(int dayClass) => _level * _factors[dayClass];

    /// <summary>Learns from what was opened until the end of a day.</summary>
    public static ArrivalModel Fit(HazardCounts counts, int lastDay, SalesCalendar calendar)
    {
        var first = Math.Min(counts.FirstEnding(), Math.Max(0, lastDay));
        var byDay = new double[lastDay + 1];
        var shares = new double[counts.ByStage.Count];
        var born = 0.0;
        for (var day = first; day <= lastDay; day++)
        {
            var weight = Weight(day);
            byDay[day] = counts.BornEvents[day];
            born += weight * counts.BornEvents[day];
            for (var stage = 0; stage < shares.Length; stage++)
            {
                byDay[day] += counts.ByStage[stage].Arrived[day];
                shares[stage] += weight * counts.ByStage[stage].Arrived[day];
            }
        }

        var all = shares.Sum() + born;
        for (var stage = 0; all > 0 && stage < shares.Length; stage++)
            shares[stage] /= all;
        var (observed, days) = (new[] { new double[SalesCalendar.Classes] }, new double[SalesCalendar.Classes]);
        var (month, week, weekDay) = (new double[SalesCalendar.Months], new double[SalesCalendar.Months * SalesCalendar.Weeks], new double[SalesCalendar.WeekDays]);
        for (var day = first; day <= lastDay; day++)
        {
            var c = calendar.ClassOf(counts.FirstDay.AddDays(day));
            observed[0][c] += byDay[day];
            days[c]++;
            month[SalesCalendar.MonthOf(c)] += 1 / DaysPerMonth;
            week[SalesCalendar.WeekOf(c)] += 1.0 / 7;
            weekDay[SalesCalendar.WeekDayOf(c)]++;
        }

        var factors = new double[1][];
        factors[0] = new double[SalesCalendar.Classes];
        Array.Fill(factors[0], 1.0);
        var level = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            level = Level(_ => 1);
            var expected = new[] { new double[SalesCalendar.Classes] };
            for (var c = 0; c < SalesCalendar.Classes; c++)
                expected[0][c] = days[c] * level;
            if (level > 0)
                CalendarFactors.Fit(factors, observed, expected, month, week, weekDay, MonthNoise, WeekNoise);
        }

        return new ArrivalModel(factors[0], Level(Weight), shares, all > 0 ? born / all : 0);

        double Weight(int day) => Math.Pow(0.5, (lastDay - day) / LevelHalfLifeDays);

        double Level(Func<int, double> weight)
        {
            var (sum, exposure) = (0.0, 0.0);
            for (var day = first; day <= lastDay; day++)
            {
                sum += weight(day) * byDay[day];
                exposure += weight(day) * factors[0][calendar.ClassOf(counts.FirstDay.AddDays(day))];
            }

            return exposure > 0 ? sum / exposure : 0;
        }
    }
}
