namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Factors by class of day, fitted one kind after the other to what the others leave unexplained: month of the quarter, the same for each band of ages, week of the month,
/// day of the week. Each is believed as far as it is credible.
/// </summary>
internal static class CalendarFactors
{
    /// <summary>Fits factors anew.</summary>
    /// <param name="factors">By band and class; written.</param>
    /// <param name="observed">Events by band and class.</param>
    /// <param name="expected">Events expected without factors.</param>
    /// <param name="months">How often each month of the quarter was met.</param>
    /// <param name="weeks">How often each week of the quarter was met.</param>
    /// <param name="weekDays">How often each day of the week was met.</param>
    /// <param name="monthNoise">By how much a month swings by itself.</param>
    /// <param name="weekNoise">By how much a week or a day does.</param>
    public static void Fit(
        double[][] factors, double[][] observed, double[][] expected, double[] months, double[] weeks, double[] weekDays, double monthNoise, double weekNoise)
    {
        var bands = factors.Length;
        foreach (var band in factors)
            Array.Fill(band, 1.0);
        Multiply(SalesCalendar.MonthOf, months, monthNoise, perBand: false);
        if (bands > 1)
            Multiply(SalesCalendar.MonthOf, months, monthNoise, perBand: true);
        Multiply(SalesCalendar.WeekOf, weeks, weekNoise, perBand: false);
        Multiply(SalesCalendar.WeekDayOf, weekDays, weekNoise, perBand: false);

        void Multiply(Func<int, int> cellOf, double[] repeats, double noise, bool perBand)
        {
            var (cells, groups) = (repeats.Length, perBand ? bands : 1);
            var (seen, awaited, often) = (new double[groups * cells], new double[groups * cells], new double[groups * cells]);
            for (var band = 0; band < bands; band++)
            {
                for (var c = 0; c < SalesCalendar.Classes; c++)
                {
                    var cell = ((perBand ? band : 0) * cells) + cellOf(c);
                    seen[cell] += observed[band][c];
                    awaited[cell] += expected[band][c] * factors[band][c];
                    often[cell] = repeats[cellOf(c)];
                }
            }

            var found = Credibility.Factors(seen, awaited, often, noise);
            for (var band = 0; band < bands; band++)
            {
                for (var c = 0; c < SalesCalendar.Classes; c++)
                    factors[band][c] *= Math.Max(0, found[((perBand ? band : 0) * cells) + cellOf(c)]);
            }
        }
    }
}
