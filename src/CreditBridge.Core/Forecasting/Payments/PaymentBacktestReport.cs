using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>How good the forecasts of late payment would have been.</summary>
public sealed record PaymentBacktestReport
{
    /// <summary>The last day on which what became of the invoices is known.</summary>
    public required DateOnly KnownOn { get; init; }

    /// <summary>How was learned.</summary>
    public required PaymentSettings Settings { get; init; }

    /// <summary>Invoices that were read.</summary>
    public int Items { get; init; }

    /// <summary>Their customers.</summary>
    public int Customers { get; init; }

    /// <summary>The origins at which something was known and something to forecast, in order.</summary>
    public IReadOnlyList<PaymentOrigin> Origins { get; init; } = [];

    /// <summary>The model first, then what it has to be better than. Empty predictions give empty scores.</summary>
    public IReadOnlyList<NamedLateScores> Scores { get; init; } = [];

    /// <summary>Every single prediction; not part of the JSON document.</summary>
    [JsonIgnore]
    public IReadOnlyList<LatePrediction> Predictions { get; init; } = [];

    /// <summary>Why there is nothing to score; null when there is.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Scores of the model.</summary>
    [JsonIgnore]
    public NamedLateScores Model => Scores[0];

    /// <summary>The best of the others by mean AUC; null without any.</summary>
    [JsonIgnore]
    public NamedLateScores? BestBaseline => Scores.Skip(1).Where(s => s.MeanAuc is not null && !s.Name.StartsWith(PaymentBacktest.OwnPace, StringComparison.Ordinal)).MaxBy(s => s.MeanAuc);

    /// <summary>Whether one of the baselines tells late invoices from punctual ones better.</summary>
    public bool BaselineWins => Failure is null && Model.MeanAuc < BestBaseline?.MeanAuc;

    /// <summary>What the scores mean, in a sentence.</summary>
    public string Verdict => Failure is { } failure ? failure.Message
        : Model.MeanAuc is not { } auc || BestBaseline is not { MeanAuc: { } other } baseline ? "All invoices were paid late, or none: there was nothing to tell apart."
        : auc >= other ? $"The {PaymentBacktest.OwnPace} tells late invoices from punctual ones better than the {baseline.Name} ({Shown(auc)} against {Shown(other)})."
        : $"The {baseline.Name} tells late invoices from punctual ones better than the {PaymentBacktest.OwnPace} ({Shown(other)} against {Shown(auc)}): do not rely on these forecasts.";

    private static string Shown(double auc) => auc.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Scores over all origins.</summary>
/// <param name="Name">Name of the model or baseline.</param>
/// <param name="All">Scores of all predictions together.</param>
/// <param name="MeanAuc">Mean of the origins' own AUC; null when there is none.</param>
public sealed record NamedLateScores(string Name, LateScores All, double? MeanAuc)
{
    /// <summary>Mean of the origins' AUC over invoices that were open on them; null when it cannot be told.</summary>
    public double? OpenAuc { get; init; }

    /// <summary>Mean of the origins' AUC over invoices that were issued after them; null when it cannot be told.</summary>
    public double? IssuedAuc { get; init; }
}

/// <summary>One origin.</summary>
/// <param name="Origin">The day at whose end was forecast.</param>
/// <param name="LearnedFrom">Invoices of which was known by then whether they were late.</param>
/// <param name="CertainlyLate">Open invoices that were late already; they are not scored, there is nothing to foresee.</param>
/// <param name="Undecided">Invoices that are not scored because their last punctual day is not over.</param>
/// <param name="Scores">Scores of the model.</param>
/// <param name="BaselineAuc">AUC of the customer's share of late invoices.</param>
public sealed record PaymentOrigin(DateOnly Origin, long LearnedFrom, int CertainlyLate, int Undecided, LateScores Scores, double? BaselineAuc)
{
    /// <summary>Whether customers were judged by the day on which they usually pay; otherwise by their share of late invoices.</summary>
    public bool ByUsualDay { get; init; }

    /// <summary>Why: what would have done better by then. Null when too few invoices were known.</summary>
    public PaymentTrial? Trial { get; init; }

    /// <summary>What each value of a trait did to the odds of being paid late.</summary>
    public IReadOnlyList<TraitEffect> TraitOdds { get; init; } = [];

    /// <summary>Receipts of the weeks after the origin; null when they are not over, or when nothing was open.</summary>
    public ReceiptCheck? Receipts { get; init; }
}

/// <summary>Receipts that were expected of the open invoices, and those that came.</summary>
/// <param name="Until">The last day that counts.</param>
/// <param name="Open">What was open.</param>
/// <param name="Expected">What was expected until then.</param>
/// <param name="Low">P10 of it.</param>
/// <param name="High">P90 of it.</param>
/// <param name="Received">What came.</param>
public sealed record ReceiptCheck(DateOnly Until, decimal Open, decimal Expected, decimal Low, decimal High, decimal Received)
{
    /// <summary>Whether it lies between P10 and P90.</summary>
    public bool IsCovered => Received >= Low && Received <= High;
}

/// <summary>One prediction.</summary>
/// <param name="Origin">The day at whose end it was made.</param>
/// <param name="Item">The invoice.</param>
/// <param name="WasOpen">Whether it was open on that day; otherwise it was issued later.</param>
/// <param name="Probability">The predicted probability of being paid late.</param>
/// <param name="IsLate">What became of it.</param>
public sealed record LatePrediction(DateOnly Origin, PaymentItem Item, bool WasOpen, double Probability, bool IsLate)
{
    /// <summary>The same without traits; null when none is declared.</summary>
    public double? WithoutTraits { get; init; }

    /// <summary>The customer's own share of late invoices; the global share for a customer without a paid one.</summary>
    public double OwnShare { get; init; }

    /// <summary>The share of all late invoices.</summary>
    public double GlobalShare { get; init; }
}
