using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// Plays the past again: on each origin the model learns what was known at the end of that day, and forecasts the invoices that were open then and those issued until
/// the next origin. What became of them by the last day that is known decides how good it was.
/// </summary>
public static class PaymentBacktest
{
    /// <summary>Name of the model in the report.</summary>
    public const string OwnPace = "own pace";

    /// <summary>Weeks after each origin over which receipts are compared.</summary>
    public const int ReceiptWeeks = 4;

    /// <summary>Runs the replay.</summary>
    /// <param name="items">All invoices as they are known today.</param>
    /// <param name="origins">Days from whose end on is forecast, in ascending order.</param>
    /// <param name="knownOn">The last day on which what became of the invoices is known.</param>
    /// <param name="settings">How to learn.</param>
    /// <param name="cancellationToken">Stops between origins.</param>
    public static PaymentBacktestReport Run(
        IReadOnlyList<PaymentItem> items, IReadOnlyList<DateOnly> origins, DateOnly knownOn, PaymentSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(settings);
        var customers = items.GroupBy(i => i.Customer, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.OrderBy(i => i.IssuedOn).ThenBy(i => i.Key, StringComparer.Ordinal).ToList()).ToList();
        var predictions = new List<LatePrediction>();
        var rows = new List<PaymentOrigin>();
        for (var at = 0; at < origins.Count; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = at + 1 < origins.Count && origins[at + 1] < knownOn ? origins[at + 1] : knownOn;
            if (origins[at] < knownOn && One(customers, origins[at], next, knownOn, settings, predictions) is { } row)
                rows.Add(row);
        }

        return new PaymentBacktestReport
        {
            KnownOn = knownOn,
            Settings = settings,
            Items = items.Count,
            Customers = customers.Count,
            Origins = rows,
            Predictions = predictions,
            Scores = Score(predictions, settings),
            Failure = rows.Count > 0 && predictions.Count > 0 ? null : new Failure(
                FailureKind.Configuration,
                rows.Count == 0 ? "No invoice was paid or past due before an origin from which there is something to forecast: there is nothing to score." : "Of no invoice that was to be forecast it is known whether it was paid late.",
                "Name later origins with --origins, or a later day with --as-of, when the file has later payments."),
        };
    }

    private static PaymentOrigin? One(List<List<PaymentItem>> customers, DateOnly origin, DateOnly next, DateOnly knownOn, PaymentSettings settings, List<LatePrediction> predictions)
    {
        var model = Learn(customers, origin, settings);
        if (model.LateShare is not { } share)
            return null;
        var plain = settings.TraitNames.Count == 0 ? null : Learn(customers, origin, settings with { TraitNames = [], ByUsualDay = model.ByUsualDay });
        var first = predictions.Count;
        var open = new List<(PaymentForecast Forecast, decimal Amount)>();
        var (received, certain, undecided) = (0m, 0, 0);
        var until = Evaluation.Facts.Bounded.AddDays(origin, ReceiptWeeks * ReceiptForecast.WeekDays);
        foreach (var customer in customers)
        {
            var pace = model.PaceOf(customer);
            var plainPace = plain?.PaceOf(customer);
            var ownShare = OwnShare(customer, origin, settings);
            foreach (var item in customer)
            {
                if (item.IssuedOn > next || item.PaidOn <= origin)
                    continue;
                var isOpen = item.IssuedOn <= origin;
                var forecast = pace.Forecast(item);
                if (isOpen)
                {
                    open.Add((forecast, item.Amount));
                    received += item.PaidOn <= until ? Math.Max(0m, item.Amount) : 0m;
                }

                if (isOpen && forecast.IsLate)
                {
                    certain++;
                    continue;
                }

                // An invoice whose last day is not over would be counted only if it was paid early.
                if (item.DueOn.DayNumber + settings.GraceDays > knownOn.DayNumber || item.IsLateOn(knownOn, settings.GraceDays) is not { } isLate)
                {
                    undecided++;
                    continue;
                }

                predictions.Add(new LatePrediction(origin, item, isOpen, forecast.LateProbability, isLate)
                {
                    WithoutTraits = plainPace?.Forecast(item).LateProbability,
                    OwnShare = ownShare ?? share,
                    GlobalShare = share,
                });
            }
        }

        // A day on which nothing was open and of which nothing is known shows nothing: that nothing was expected and nothing came is no success.
        var made = predictions.Skip(first).ToList();
        if (open.Count == 0 && made.Count == 0)
            return null;
        return new PaymentOrigin(origin, model.Decided, certain, undecided, LateScores.Of(made.Select(p => (p.Probability, p.IsLate))), LateScores.Of(made.Select(p => (p.OwnShare, p.IsLate))).Auc)
        {
            ByUsualDay = model.ByUsualDay,
            Trial = model.Trial,
            TraitOdds = model.TraitOdds,
            Receipts = until > knownOn || open.Count == 0 ? null : ReceiptsOf(ReceiptForecast.Of(origin, ReceiptWeeks, open), received),
        };
    }

    private static PaymentModel Learn(List<List<PaymentItem>> customers, DateOnly origin, PaymentSettings settings)
    {
        var learner = new PaymentModel.Learner(origin, settings);
        foreach (var customer in customers)
            learner.Add(customer);
        return learner.Learn();
    }

    // What a person would ask a database: of the customer's paid invoices, the share that was late.
    private static double? OwnShare(List<PaymentItem> customer, DateOnly origin, PaymentSettings settings)
    {
        var paid = customer.Where(i => i.PaidOn <= origin).ToList();
        return paid.Count == 0 ? null : paid.Count(i => i.IsLateOn(origin, settings.GraceDays) == true) / (double)paid.Count;
    }

    private static ReceiptCheck ReceiptsOf(ReceiptForecast forecast, decimal received) =>
        new(forecast.Weeks[^1].Last, forecast.Open, forecast.Weeks[^1].ExpectedUntil, forecast.Weeks[^1].LowUntil, forecast.Weeks[^1].HighUntil, received);

    private static List<NamedLateScores> Score(List<LatePrediction> predictions, PaymentSettings settings)
    {
        var result = new List<NamedLateScores>();
        Add(OwnPace, p => p.Probability);
        if (settings.TraitNames.Count > 0)
            Add("own pace without traits", p => p.WithoutTraits ?? p.GlobalShare);
        Add("customer's share of late invoices", p => p.OwnShare);
        Add("share of all late invoices", p => p.GlobalShare);
        return result;

        void Add(string name, Func<LatePrediction, double> probability)
        {
            LateScores Of(IEnumerable<LatePrediction> some) => LateScores.Of(some.Select(p => (probability(p), p.IsLate)));
            double? Mean(IEnumerable<LatePrediction> some) => some.GroupBy(p => p.Origin).Select(g => Of(g).Auc).OfType<double>().Select(a => (double?)a).Average();
            result.Add(new NamedLateScores(name, Of(predictions), Mean(predictions)) { OpenAuc = Mean(predictions.Where(p => p.WasOpen)), IssuedAuc = Mean(predictions.Where(p => !p.WasOpen)) });
        }
    }
}
