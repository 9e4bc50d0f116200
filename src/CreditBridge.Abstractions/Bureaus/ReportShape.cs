namespace CreditBridge.Abstractions.Bureaus;

/// <summary>What the reports of a bureau can say, so that it can be told beforehand whether one could change anything.</summary>
/// <param name="Fields">The figures that a report may state.</param>
public sealed record ReportShape(ReportFields Fields)
{
    /// <summary>Which score it gives; null when it has only one.</summary>
    public string? ScoreName { get; init; }

    /// <summary>Whether a higher score is better; null when nobody has said.</summary>
    public bool? HigherIsBetter { get; init; }

    /// <summary>The lowest score; null when nobody has said.</summary>
    public decimal? LowestScore { get; init; }

    /// <summary>The highest score; null when nobody has said.</summary>
    public decimal? HighestScore { get; init; }

    /// <summary>The scale of scores of another version, which have no class; null when there are none.</summary>
    public ReportScale? OtherVersions { get; init; }

    /// <summary>The bands of the score or of the rating; empty when there are none.</summary>
    public IReadOnlyList<ReportBand> Bands { get; init; } = [];
}

/// <summary>The ends of a scale.</summary>
/// <param name="Lowest">The lowest score; null when nobody has said.</param>
/// <param name="Highest">The highest score; null when nobody has said.</param>
public sealed record ReportScale(decimal? Lowest, decimal? Highest);

/// <summary>A band of a score, or a step of a rating.</summary>
/// <param name="RiskClass">Class of risk, from 1 (very low) to 5 (very high).</param>
public sealed record ReportBand(int RiskClass)
{
    /// <summary>The lowest score of the band; null for a rating.</summary>
    public decimal? From { get; init; }

    /// <summary>The highest score of the band; null for a rating and for a band without an end.</summary>
    public decimal? To { get; init; }

    /// <summary>The rating; null for a score.</summary>
    public string? Rating { get; init; }

    /// <summary>Of a hundred companies in the band, how many went bad within twelve months; null when it is not published.</summary>
    public decimal? BadRatePercent { get; init; }
}

/// <summary>Figures of a report.</summary>
[Flags]
public enum ReportFields
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A score.</summary>
    Score = 1,

    /// <summary>A rating in words or letters.</summary>
    Rating = 2,

    /// <summary>The class of risk on the common scale.</summary>
    RiskClass = 4,

    /// <summary>A probability of failure.</summary>
    FailurePercent = 8,

    /// <summary>A recommended limit.</summary>
    RecommendedLimit = 16,

    /// <summary>Days beyond terms.</summary>
    DaysBeyondTerms = 32,

    /// <summary>Year of foundation.</summary>
    FoundedIn = 64,

    /// <summary>Number of employees.</summary>
    Employees = 128,

    /// <summary>All of them.</summary>
    All = 255,
}
