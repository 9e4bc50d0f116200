namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>How good probabilities of being paid late were.</summary>
/// <param name="Invoices">How many invoices were predicted.</param>
/// <param name="Late">How many of them were paid late.</param>
/// <param name="Auc">
/// Area under the ROC curve: the probability that of a late and a punctual invoice the late one had the higher prediction; ties count half. 0.5 is chance. Null when all
/// were late, or none.
/// </param>
/// <param name="Brier">Mean of the squared difference between prediction and outcome; smaller is better.</param>
/// <param name="CalibrationError">Expected calibration error: by how much prediction and share differ on average over the tenths. 0.05 means five percentage points.</param>
/// <param name="Tenths">Ten groups of equal size by prediction, the lowest first; fewer when there are fewer than ten invoices.</param>
public sealed record LateScores(int Invoices, int Late, double? Auc, double? Brier, double? CalibrationError, IReadOnlyList<CalibrationGroup> Tenths)
{
    private const int Groups = 10;

    /// <summary>Scores predictions against outcomes.</summary>
    public static LateScores Of(IEnumerable<(double Probability, bool IsLate)> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var sorted = predictions.OrderBy(p => p.Probability).ToList();
        if (sorted.Count == 0)
            return new LateScores(0, 0, null, null, null, []);
        var tenths = InTenths(sorted);
        return new LateScores(
            sorted.Count,
            sorted.Count(p => p.IsLate),
            AucOf(sorted),
            sorted.Average(p => (p.Probability - (p.IsLate ? 1d : 0d)) * (p.Probability - (p.IsLate ? 1d : 0d))),
            tenths.Sum(t => t.Invoices * Math.Abs(t.Predicted - t.Actual)) / sorted.Count,
            tenths);
    }

    // Mann-Whitney: the sum of the ranks of the late ones, equal predictions sharing the mean of their ranks.
    private static double? AucOf(List<(double Probability, bool IsLate)> sorted)
    {
        long late = sorted.Count(p => p.IsLate);
        var punctual = sorted.Count - late;
        if (late == 0 || punctual == 0)
            return null;
        var ranks = 0d;
        for (var from = 0; from < sorted.Count;)
        {
            var to = from;
            var lateHere = 0;
            while (to < sorted.Count && sorted[to].Probability == sorted[from].Probability)
                lateHere += sorted[to++].IsLate ? 1 : 0;
            ranks += lateHere * ((from + 1 + to) / 2d);
            from = to;
        }

        return (ranks - late * (late + 1) / 2d) / (late * (double)punctual);
    }

    private static List<CalibrationGroup> InTenths(List<(double Probability, bool IsLate)> sorted)
    {
        var groups = new List<CalibrationGroup>(Groups);
        for (var group = 0; group < Groups; group++)
        {
            var from = (int)((long)sorted.Count * group / Groups);
            var count = (int)((long)sorted.Count * (group + 1) / Groups) - from;
            if (count > 0)
                groups.Add(new CalibrationGroup(count, sorted.GetRange(from, count).Average(p => p.Probability), sorted.GetRange(from, count).Average(p => p.IsLate ? 1d : 0d)));
        }

        return groups;
    }
}

/// <summary>Invoices with similar predictions.</summary>
/// <param name="Invoices">How many they are.</param>
/// <param name="Predicted">Mean of the predicted probabilities, 0 to 1.</param>
/// <param name="Actual">Share that was paid late, 0 to 1.</param>
public sealed record CalibrationGroup(int Invoices, double Predicted, double Actual);
