using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What a bureau report can be asked for.</summary>
public enum BureauField
{
    /// <summary>The score, in points of the provider's own scale.</summary>
    Score = 0,

    /// <summary>Class, grade or rating.</summary>
    Rating,

    /// <summary>Probability of failure within twelve months, in percent.</summary>
    FailurePercent,

    /// <summary>Limit that the provider recommends.</summary>
    RecommendedLimit,

    /// <summary>Days beyond terms in the experience of other suppliers.</summary>
    DaysBeyondTerms,

    /// <summary>Number of employees.</summary>
    Employees,

    /// <summary>Years since the company was founded.</summary>
    CompanyAge,

    /// <summary>Days since the day of the report.</summary>
    AgeDays,
}

/// <summary>Picks the newest report of a kind and reads a field of it. "No opinion" is missing, never zero.</summary>
/// <param name="Field">What is read.</param>
public sealed record BureauPick(BureauField Field)
{
    /// <summary>Name of the bureau; null for any.</summary>
    public string? Provider { get; init; }

    /// <summary>Which of the bureau's scores; null for any.</summary>
    public string? ScoreName { get; init; }

    /// <summary>Older reports are missing; null when age does not matter.</summary>
    public int? OldestDays { get; init; }

    /// <summary>Whether a newer report that does not state the field is passed over for an older one that does.</summary>
    public bool PassesOverGaps { get; init; }

    internal Reading Read(Situation situation)
    {
        BureauReportRecord? newest = null;
        var reading = Reading.Missing;
        var time = situation.Facts.Time;
        foreach (var report in situation.Facts.File.BureauReports)
        {
            if (!Matches(report.Provider, Provider) || !Matches(report.ScoreName, ScoreName) || (newest is not null && report.ReportedOn < newest.ReportedOn))
                continue;
            if (OldestDays is { } days ? !time.IsWithin(report.ReportedOn, 0, days + 1) : !time.HasCome(report.ReportedOn))
                continue;
            var value = Value(report, situation);
            if (PassesOverGaps && value.IsMissing)
                continue;
            (newest, reading) = (report, value);
        }

        return reading;
    }

    private Reading Value(BureauReportRecord report, Situation situation) => Field switch
    {
        BureauField.Score => Reading.Of(report.Score),
        BureauField.Rating => Reading.Of(report.Rating),
        BureauField.FailurePercent => Reading.Of(report.FailurePercent),
        BureauField.RecommendedLimit => Reading.Of(report.RecommendedLimit is { } limit ? situation.Facts.InCurrency(limit, null) : null),
        BureauField.DaysBeyondTerms => Reading.Of(report.DaysBeyondTerms),
        BureauField.Employees => Reading.Of(report.Employees),
        BureauField.CompanyAge => Reading.Of(report.FoundedIn is { } year and >= 1 and <= 9998 ? situation.Facts.Time.YearsSince(year) : (decimal?)null),
        _ => Reading.Of((decimal)situation.Facts.Time.DaysPast(report.ReportedOn)),
    };

    private static bool Matches(string? stated, string? wanted) => wanted is null || string.Equals(stated, wanted, StringComparison.OrdinalIgnoreCase);
}
