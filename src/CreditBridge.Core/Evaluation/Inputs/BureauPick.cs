using CreditBridge.Abstractions.Bureaus;
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

    /// <summary>The class of risk on the scale that all bureaus share, from 1 (very low) to 5 (very high).</summary>
    RiskClass,

    /// <summary>The share of companies in the same band that went bad within twelve months, in percent, as the bureau has published.</summary>
    BadRatePercent,

    /// <summary>Whether the report has an opinion: a score, a class, a rating, a probability or a limit. A special code alone is none.</summary>
    HasOpinion,

    /// <summary>Whether the report states a certain code, such as "bankruptcy".</summary>
    HasCode,
}

/// <summary>Which report counts when several bureaus, or several scores of one, have reported.</summary>
public enum BureauChoice
{
    /// <summary>The newest of all.</summary>
    Newest = 0,

    /// <summary>Of the newest reports of each bureau and score, the one that says the worst.</summary>
    Worst,

    /// <summary>Of the newest reports of each bureau and score, the one that says the best.</summary>
    Best,

    /// <summary>The mean over the newest reports of each bureau and score, each counting the same.</summary>
    Mean,
}

/// <summary>Picks the reports that count and reads a field of them. "No opinion" is missing, never zero.</summary>
/// <param name="Field">What is read.</param>
public sealed record BureauPick(BureauField Field)
{
    /// <summary>Name of the bureau; null for any.</summary>
    public string? Provider { get; init; }

    /// <summary>Which of the bureau's scores; null for any.</summary>
    public string? ScoreName { get; init; }

    /// <summary>The code that <see cref="BureauField.HasCode"/> asks for; compared without case.</summary>
    public string? Code { get; init; }

    /// <summary>Older reports are missing; null when age does not matter.</summary>
    public int? OldestDays { get; init; }

    /// <summary>Whether a newer report that does not state the field is passed over for an older one that does.</summary>
    public bool PassesOverGaps { get; init; }

    /// <summary>Which report counts when several have reported.</summary>
    public BureauChoice Of { get; init; }

    /// <summary>Whether "worst" and "best" can be told of a field: the scales of scores and the words of ratings differ between bureaus.</summary>
    public static bool CanCompare(BureauField field) =>
        field is BureauField.RiskClass or BureauField.BadRatePercent or BureauField.FailurePercent or BureauField.RecommendedLimit or BureauField.DaysBeyondTerms or BureauField.AgeDays
            or BureauField.HasOpinion or BureauField.HasCode;

    internal Reading Read(Situation situation)
    {
        if (Of != BureauChoice.Newest)
            return Together(situation);
        BureauReportRecord? newest = null;
        var reading = Reading.Missing;
        foreach (var report in situation.Facts.File.BureauReports)
        {
            if (!Counts(report, situation) || (newest is not null && report.ReportedOn < newest.ReportedOn))
                continue;
            var value = Value(report, situation);
            if (PassesOverGaps && value.IsMissing)
                continue;
            (newest, reading) = (report, value);
        }

        return reading;
    }

    // A bureau that had an opinion and has none any more has none: an older report does not stand in for it.
    private Reading Together(Situation situation)
    {
        var newest = new Dictionary<(string, string), BureauReportRecord>();
        foreach (var report in situation.Facts.File.BureauReports)
        {
            var key = (report.Provider.ToUpperInvariant(), report.ScoreName?.ToUpperInvariant() ?? "");
            if (Counts(report, situation) && (!newest.TryGetValue(key, out var known) || known.ReportedOn <= report.ReportedOn))
                newest[key] = report;
        }

        var flags = newest.Values.Select(r => Value(r, situation).Flag).OfType<bool>().ToList();
        if (flags.Count > 0)
        {
            // An opinion is good and a code is bad: one of them is enough for the best and the worst, respectively.
            var oneIsEnough = Of == BureauChoice.Best == (Field == BureauField.HasOpinion);
            return Reading.Of(oneIsEnough ? flags.Contains(true) : !flags.Contains(false));
        }

        var values = newest.Values.Select(r => Value(r, situation).Number).OfType<decimal>().ToList();
        if (values.Count == 0)
            return Reading.Missing;
        return Of == BureauChoice.Mean ? Reading.Of(values.Sum() / values.Count)
            : Of == BureauChoice.Worst == (Field == BureauField.RecommendedLimit) ? Reading.Of(values.Min())
            : Reading.Of(values.Max());
    }

    private bool Counts(BureauReportRecord report, Situation situation)
    {
        if (!Matches(report.Provider, Provider) || !Matches(report.ScoreName, ScoreName))
            return false;
        var time = situation.Facts.Time;
        return OldestDays is { } days ? time.IsWithin(report.ReportedOn, 0, days + 1) : time.HasCome(report.ReportedOn);
    }

    private Reading Value(BureauReportRecord report, Situation situation) => Field switch
    {
        BureauField.Score => Reading.Of(report.Score),
        BureauField.Rating => Reading.Of(report.Rating),
        BureauField.FailurePercent => Reading.Of(report.FailurePercent),
        BureauField.RiskClass => Reading.Of((decimal?)report.RiskClass),
        BureauField.BadRatePercent => Reading.Of(report.BadRatePercent),
        BureauField.RecommendedLimit => Reading.Of(report.RecommendedLimit is { } limit ? situation.Facts.InCurrency(limit, null) : null),
        BureauField.DaysBeyondTerms => Reading.Of(report.DaysBeyondTerms),
        BureauField.Employees => Reading.Of(report.Employees),
        BureauField.CompanyAge => Reading.Of(report.FoundedIn is { } year and >= 1 and <= 9998 ? situation.Facts.Time.YearsSince(year) : (decimal?)null),
        BureauField.HasOpinion => Reading.Of(ReportAnswer.SaysSomething(report)),
        BureauField.HasCode => Reading.Of(report.Codes.Contains(Code ?? "", StringComparer.OrdinalIgnoreCase)),
        _ => Reading.Of((decimal)situation.Facts.Time.DaysPast(report.ReportedOn)),
    };

    private static bool Matches(string? stated, string? wanted) => wanted is null || string.Equals(stated, wanted, StringComparison.OrdinalIgnoreCase);
}
