using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Bureaus;

/// <summary>How an order ended.</summary>
public enum ReportOutcome
{
    /// <summary>The bureau gave a report; it may be one without an opinion.</summary>
    Report = 0,

    /// <summary>The bureau does not know the company, or may not tell.</summary>
    NotFound,

    /// <summary>The bureau refused or could not be reached, and certainly charged nothing.</summary>
    Failed,

    /// <summary>The order was sent and nobody knows what became of it: it counts as paid.</summary>
    Unknown,
}

/// <summary>What a bureau answered to an order.</summary>
/// <param name="Outcome">How it ended.</param>
public sealed record ReportAnswer(ReportOutcome Outcome)
{
    /// <summary>The records of the report, one for each of its scores; empty without one.</summary>
    public IReadOnlyList<BureauReportRecord> Records { get; init; } = [];

    /// <summary>What was charged; null for what the outcome says: a report costs its price, all else nothing.</summary>
    public Money? Charged { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public Failure? Failure { get; init; }

    /// <summary>A report.</summary>
    public static ReportAnswer Report(params IReadOnlyList<BureauReportRecord> records) => new(ReportOutcome.Report) { Records = records };

    /// <summary>The bureau does not know the company.</summary>
    public static ReportAnswer NotFound() => new(ReportOutcome.NotFound);

    /// <summary>Refused or not sent; nothing was charged.</summary>
    public static ReportAnswer Failed(Failure failure) => new(ReportOutcome.Failed) { Failure = failure };

    /// <summary>Sent, and nobody knows what became of it.</summary>
    public static ReportAnswer Unknown(Failure failure) => new(ReportOutcome.Unknown) { Failure = failure };

    /// <summary>Whether a record of the report says something about the company's credit.</summary>
    public bool HasOpinion => Records.Any(SaysSomething);

    /// <summary>Whether a report says something about the company's credit: a score, a class, a rating, a probability or a limit. A special code alone is no opinion.</summary>
    public static bool SaysSomething(BureauReportRecord report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report is { Score: not null } or { RiskClass: not null } or { Rating: not null } or { FailurePercent: not null } or { RecommendedLimit: not null };
    }
}
