using CreditBridge.Core.Forecasting;

namespace CreditBridge.UnitTests.Forecasting;

/// <summary>
/// A pipeline whose rules are known: deals arrive by chance, wait in "early", go on to "late" or are lost, and reach "checked" from there, each with a chance per day that
/// depends on the month of the quarter. The level of each week may swing.
/// </summary>
internal sealed class SimulatedPipeline(int seed)
{
    public static readonly DateOnly FirstDay = new(2024, 1, 1);

    private readonly Random _random = new(seed);

    public double ArrivalsPerDay { get; init; } = 2;

    public double EarlyToLate { get; init; } = 0.05;

    public double EarlyLost { get; init; } = 0.03;

    public double LateToChecked { get; init; } = 0.08;

    public double LateLost { get; init; } = 0.02;

    /// <summary>Factors of the way to "checked" by month of the quarter.</summary>
    public double[] Months { get; init; } = [1, 1, 1];

    /// <summary>By how much the level of four weeks swings: a standard deviation.</summary>
    public double Swing { get; init; }

    public static ForecastEvent What { get; } = ForecastEvent.Reaches(["checked"]);

    public List<DealHistory> Run(int days)
    {
        var deals = new List<Deal>();
        var level = 1.0;
        for (var at = 0; at < days; at++)
        {
            if (at % 28 == 0)
                level = Math.Max(0.2, 1 + (Swing * Normal()));
            var day = FirstDay.AddDays(at);
            foreach (var deal in deals)
                Step(deal, day, level);
            for (var i = Poisson(ArrivalsPerDay); i > 0; i--)
                deals.Add(new Deal($"D{deals.Count}", day));
        }

        return deals.ConvertAll(d => new DealHistory(d.Key, d.Opened, d.Moves) { Closed = d.Closed });
    }

    public static HazardCounts Count(IEnumerable<DealHistory> deals, int days)
    {
        var counts = new HazardCounts(What, FirstDay, days);
        foreach (var deal in deals)
            counts.Add(deal);
        return counts;
    }

    private void Step(Deal deal, DateOnly day, double level)
    {
        if (deal.Closed is not null || deal.Moves[^1].Stage == "checked")
            return;
        var draw = _random.NextDouble();
        var (on, to, lost) = deal.Moves[^1].Stage == "early" ? (EarlyToLate, "late", EarlyLost) : (LateToChecked * Months[(day.Month - 1) % 3] * level, "checked", LateLost);
        if (draw < on)
            deal.Moves.Add(new StageMove(day, to));
        else if (draw < on + lost)
            deal.Closed = day;
    }

    private int Poisson(double mean)
    {
        var (number, product, limit) = (0, _random.NextDouble(), Math.Exp(-mean));
        while (product > limit)
        {
            number++;
            product *= _random.NextDouble();
        }

        return number;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private sealed class Deal(string key, DateOnly opened)
    {
        public string Key { get; } = key;

        public DateOnly Opened { get; } = opened;

        public List<StageMove> Moves { get; } = [new StageMove(opened, "early")];

        public DateOnly? Closed { get; set; }
    }
}
