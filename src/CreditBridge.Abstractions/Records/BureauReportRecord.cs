using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>What a credit bureau says about a company on a day. Scores are kept as the bureau gives them, with their version: no scale is assumed.</summary>
/// <param name="Key">Identity of the report within the connection.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="Provider">Name of the bureau, such as "dnb" or "creditsafe"; policies tell reports apart by it.</param>
/// <param name="ReportedOn">Day as of which the bureau says it.</param>
public sealed record BureauReportRecord(string Key, CreditParty Party, string Provider, DateOnly ReportedOn) : SourceRecord(Key)
{
    /// <summary>Which score of the provider and which version of it, such as "paydex" or "intelliscore-v3"; null when it has only one.</summary>
    public string? ScoreName { get; init; }

    /// <summary>The score as the provider gives it; null for "no opinion", never 0 in its place.</summary>
    public decimal? Score { get; init; }

    /// <summary>Class, grade or rating in the provider's words; null when it gives none.</summary>
    public string? Rating { get; init; }

    /// <summary>Probability of failure within twelve months in percent; null when the provider gives none.</summary>
    public decimal? FailurePercent { get; init; }

    /// <summary>Version of the score's model as the provider states it, such as "V2"; bands of one version say nothing about another. Null when it states none.</summary>
    public string? ScoreVersion { get; init; }

    /// <summary>Whether a higher score is better; null when nobody has said.</summary>
    public bool? HigherIsBetter { get; init; }

    /// <summary>
    /// The risk on the scale that all providers share, by the provider's own bands: 1 very low, 2 low, 3 moderate, 4 high, 5 very high. Null for "no opinion" and for a scale without bands.
    /// </summary>
    public int? RiskClass { get; init; }

    /// <summary>Of a hundred companies in the same band, how many went bad within twelve months, as the provider has published; null when it has not.</summary>
    public decimal? BadRatePercent { get; init; }

    /// <summary>Limit that the provider recommends; null when it gives none.</summary>
    public Money? RecommendedLimit { get; init; }

    /// <summary>Days beyond terms in the experience of other suppliers; null when unknown.</summary>
    public decimal? DaysBeyondTerms { get; init; }

    /// <summary>Year in which the company was founded; null when unknown.</summary>
    public int? FoundedIn { get; init; }

    /// <summary>Number of employees; null when unknown.</summary>
    public int? Employees { get; init; }

    /// <summary>The provider's special codes and reasons, such as "bankruptcy"; empty when none.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.BureauReport;

    /// <inheritdoc />
    public override RecordSubject Subject => Party.ToSubject();
}
