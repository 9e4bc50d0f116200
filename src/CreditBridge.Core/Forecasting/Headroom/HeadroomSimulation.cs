using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Forecasting.Payments;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>
/// Plays the weeks many times: each deal is won on some day or not, each invoice paid on some day or not, by their probabilities and independently of each other. The
/// same case gives the same numbers on every machine, because the draws follow from its key.
/// </summary>
internal sealed class HeadroomSimulation
{
    private const double LowShare = 0.1d;
    private const double HighShare = 0.9d;

    private readonly HeadroomCase _case;
    private readonly HeadroomPaths _paths;
    private readonly int _draws;
    private readonly double[][] _byWeek;
    private readonly int[] _brokenBy;
    private readonly int[] _dealBreaks;

    public HeadroomSimulation(HeadroomCase headroomCase, HeadroomPaths paths, int draws)
    {
        (_case, _paths, _draws) = (headroomCase, paths, draws);
        var weeks = paths.Days / ReceiptForecast.WeekDays;
        _byWeek = [.. Enumerable.Range(0, weeks).Select(_ => new double[draws])];
        _brokenBy = new int[weeks];
        _dealBreaks = new int[headroomCase.Deals.Count];
        Run();
        foreach (var week in _byWeek)
            Array.Sort(week);
    }

    /// <summary>Share of the draws in which the headroom was used up on some day within the weeks.</summary>
    public double BreakProbability => _brokenBy.Length == 0 ? 0d : BrokenBy(_brokenBy.Length - 1);

    /// <summary>The same by the end of a week.</summary>
    public double BrokenBy(int week) => _brokenBy[week] / (double)_draws;

    /// <summary>P10 of what is owed at the end of a week.</summary>
    public decimal Low(int week) => Quantile(week, LowShare);

    /// <summary>P90 of what is owed at the end of a week.</summary>
    public decimal High(int week) => Quantile(week, HighShare);

    /// <summary>Share of the draws in which it was this deal that used the headroom up.</summary>
    public double DealBreaks(int deal) => _dealBreaks[deal] / (double)_draws;

    private decimal Quantile(int week, double share) => Math.Round((decimal)_byWeek[week][Math.Clamp((int)Math.Ceiling(share * _draws) - 1, 0, _draws - 1)], 2, MidpointRounding.AwayFromZero);

    private void Run()
    {
        var days = _paths.Days;
        var random = new Random(unchecked((int)KeyHash.Of(_case.Key)));
        var limits = Array.ConvertAll(_paths.Limits, l => (double?)l);
        var payments = _case.Receipts.Select(r => (Amount: (double)r.Amount, Paid: PaidBy(r.Payment)))
            .Concat(_case.Orders.Select(o => (Amount: (double)o.Amount, Paid: PaidBy(o.Payment)))).ToList();
        var wins = _case.Deals.Select(d => Enumerable.Range(0, days + 1).Select(day => d.WonBy(_paths.DayAt(day))).ToArray()).ToList();
        var amounts = _case.Deals.Select(d => (double)d.Amount).ToArray();
        var certain = new double[days + 1];
        certain[0] = (double)(_case.Exposure ?? 0m);
        foreach (var order in _case.Orders.Where(o => _paths.IndexOf(o.CountsFrom) <= days))
            certain[_paths.IndexOf(order.CountsFrom)] += (double)order.Amount;

        var change = new double[days + 1];
        var won = new int[amounts.Length];
        for (var draw = 0; draw < _draws; draw++)
        {
            certain.CopyTo(change, 0);
            foreach (var (amount, paid) in payments)
            {
                if (FirstDay(paid, random.NextDouble()) is var day && day <= days)
                    change[day] -= amount;
            }

            for (var deal = 0; deal < amounts.Length; deal++)
            {
                won[deal] = FirstDay(wins[deal], random.NextDouble());
                if (won[deal] <= days)
                    change[won[deal]] += amounts[deal];
            }

            Follow(draw, change, limits, won, amounts);
        }
    }

    private void Follow(int draw, double[] change, double?[] limits, int[] won, double[] amounts)
    {
        // A cent of tolerance: sums of binary fractions are not exact, and nobody breaks a limit by less.
        const double tolerance = 0.005d;
        var (owed, broken) = (0d, -1);
        for (var day = 0; day < change.Length; day++)
        {
            owed += change[day];
            if (broken < 0 && owed > limits[day] + tolerance)
                broken = day;
            if (day > 0 && day % ReceiptForecast.WeekDays == 0)
            {
                var week = day / ReceiptForecast.WeekDays - 1;
                _byWeek[week][draw] = owed;
                _brokenBy[week] += broken >= 0 ? 1 : 0;
            }
        }

        var by = -1;
        for (var deal = 0; broken >= 0 && deal < won.Length; deal++)
            by = won[deal] == broken && (by < 0 || amounts[deal] > amounts[by]) ? deal : by;
        if (by >= 0)
            _dealBreaks[by]++;
    }

    private double[] PaidBy(PaymentForecast payment) => [.. Enumerable.Range(0, _paths.Days + 1).Select(day => day == 0 ? 0d : payment.PaidBy(_paths.DayAt(day)))];

    // The first day by which the probability exceeds the draw; one past the end when that is not within the weeks.
    private static int FirstDay(double[] by, double drawn)
    {
        var (low, high) = (0, by.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (by[middle] > drawn)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
