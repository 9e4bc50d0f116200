using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>
/// What bureaus say, whichever they are: each figure from the newest report that states it. Scales differ between bureaus; a policy that has several defines inputs of
/// its own with 'bureau: { provider: … }'.
/// </summary>
internal static class BureauInputs
{
    private const string Newest = "From the newest report that states it, of any bureau, as it stands there.";
    private const string None = "no report states it";

    public static readonly CreditInput[] All =
    [
        Field("bureau_score", InputUnit.Points, BureauField.Score, "Score of a credit bureau, on the bureau's own scale."),
        Field("bureau_rating", InputUnit.Text, BureauField.Rating, "Class, grade or rating of a credit bureau."),
        Field("bureau_failure_percent", InputUnit.Percent, BureauField.FailurePercent, "Probability of failure within twelve months, as a bureau sees it."),
        Field("bureau_risk_class", InputUnit.Count, BureauField.RiskClass, "Class of risk on the scale that all bureaus share: 1 very low, 2 low, 3 moderate, 4 high, 5 very high.") with { Lowest = 1m, Highest = 5m },
        Several("bureau_worst_risk_class", BureauChoice.Worst, "The highest class of risk (1 to 5) that a bureau states.", "Of the newest report of each bureau and score, the highest class."),
        Several("bureau_best_risk_class", BureauChoice.Best, "The lowest class of risk (1 to 5) that a bureau states.", "Of the newest report of each bureau and score, the lowest class."),
        Field("bureau_bad_rate_percent", InputUnit.Percent, BureauField.BadRatePercent, "Of a hundred companies in the same band of the bureau, how many went bad within twelve months, as the bureau has published.") with { Lowest = 0m, Highest = 100m },
        Field("bureau_recommended_limit", InputUnit.Amount, BureauField.RecommendedLimit, "Limit that a bureau recommends."),
        Field("bureau_days_beyond_terms", InputUnit.Days, BureauField.DaysBeyondTerms, "How late the customer pays other suppliers."),
        Field("employees", InputUnit.Count, BureauField.Employees, "Number of employees.") with { Lowest = 0m },
        Field("company_age_years", InputUnit.Count, BureauField.CompanyAge, "How old the company is.") with { Lowest = 0m, Computed = "Year of the business date less the year of foundation in the newest report that states it." },
        new("bureau_report_age_days", InputUnit.Days, "How old the newest bureau report is.", "Business date less the day of the newest report of any bureau.", "there is no report")
        {
            Lowest = 0m, Read = new BureauPick(BureauField.AgeDays).Read,
        },
        new("bureau_oldest_age_days", InputUnit.Days, "How old the oldest bureau report is that is still relied upon.", "The newest report of each bureau; of these, the age of the oldest.", "there is no report")
        {
            Lowest = 0m, Read = s => Reading.Of(OldestAge(s)),
        },
        new("bureau_report_count", InputUnit.Count, "How many bureaus have reported.", "Number of bureaus of which there is a report.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of((decimal)Newests(s).Count),
        },
        Picked(
            new("bureau_has_opinion", InputUnit.Flag, "Whether a bureau has an opinion about the company.",
                "Yes when the newest report of a bureau states a score, a class, a rating, a probability of failure or a limit; no when bureaus have reported and none does, such as with special codes only.",
                "there is no report: no bureau was asked, or none knows the company"),
            new BureauPick(BureauField.HasOpinion) { Of = BureauChoice.Best }),
        new("bureau_no_opinion_count", InputUnit.Count, "How many bureaus have reported and have no opinion.",
            "Number of bureaus whose newest report states no score, class, rating, probability of failure or limit. A bureau that was never asked does not count.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of((decimal)WithoutOpinion(s)), Definition = new BureauPick(BureauField.HasOpinion),
        },
    ];

    private static CreditInput Field(string name, InputUnit unit, BureauField field, string meaning) =>
        Picked(new(name, unit, meaning, Newest, None), new BureauPick(field) { PassesOverGaps = true });

    private static CreditInput Several(string name, BureauChoice choice, string meaning, string computed) =>
        Picked(new(name, InputUnit.Count, meaning, computed, None) { Lowest = 1m, Highest = 5m }, new BureauPick(BureauField.RiskClass) { Of = choice });

    private static CreditInput Picked(CreditInput input, BureauPick pick) => input with { Read = pick.Read, Definition = pick };

    private static decimal? OldestAge(Situation situation)
    {
        decimal? oldest = null;
        foreach (var report in Newests(situation).Values)
            oldest = Math.Max(oldest ?? 0m, situation.Facts.Time.DaysPast(report.ReportedOn));
        return oldest;
    }

    // A bureau may give several scores on one day; one opinion among them is enough.
    private static int WithoutOpinion(Situation situation)
    {
        var newest = Newests(situation);
        return newest.Count(n => !situation.Facts.File.BureauReports.Any(r =>
            string.Equals(r.Provider, n.Key, StringComparison.OrdinalIgnoreCase) && r.ReportedOn == n.Value.ReportedOn && ReportAnswer.SaysSomething(r)));
    }

    private static Dictionary<string, BureauReportRecord> Newests(Situation situation)
    {
        var newest = new Dictionary<string, BureauReportRecord>(StringComparer.OrdinalIgnoreCase);
        foreach (var report in situation.Facts.File.BureauReports)
        {
            if (situation.Facts.Time.HasCome(report.ReportedOn) && (!newest.TryGetValue(report.Provider, out var known) || known.ReportedOn < report.ReportedOn))
                newest[report.Provider] = report;
        }

        return newest;
    }
}
