using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Bureaus;

/// <summary>Whether a report about an account could change its decision. A report that cannot is not worth its price, however little that is.</summary>
/// <param name="CanChange">Whether some possible answer changes the decision, or it cannot be ruled out.</param>
/// <param name="Why">What would change, or why nothing does.</param>
/// <param name="Evaluations">How many possible answers were evaluated.</param>
public sealed record ReportEffect(bool CanChange, string Why, int Evaluations)
{
    /// <summary>Evaluates the account with every possible answer of a bureau, until one changes the decision.</summary>
    /// <param name="file">The account as it is.</param>
    /// <param name="policy">The policy; its section on bureaus must be there.</param>
    /// <param name="provider">The bureau.</param>
    /// <param name="shape">What its reports can say; null when that is not known.</param>
    public static ReportEffect Of(CreditFile file, CreditPolicy policy, string provider, ReportShape? shape)
    {
        if (shape is null)
            return new ReportEffect(true, $"It is not known what {provider} can answer.", 0);
        file = file.InOrder();
        var today = file.AsOf.BusinessDate;
        var key = string.Join('/', new[] { file.Account.Key, provider, shape.ScoreName, $"{today:yyyy-MM-dd}" }.OfType<string>());
        var template = new BureauReportRecord(key, CreditParty.Account(file.Account.Key), provider, today) { ScoreName = shape.ScoreName };
        var possible = new PossibleReports(policy, provider, shape);
        var reports = possible.About(template);
        var evaluations = 0;
        // Counter-offers take most of the time and matter only when nothing else is different.
        foreach (var isTrial in (bool[])[true, false])
        {
            var now = CreditEvaluator.Decide(file, policy, isTrial: isTrial);
            if (!isTrial && now.Deals.All(d => d.Status is DealStatus.Prequalified or DealStatus.OnHold))
                break;
            var answer = new CreditAnswer(now);
            foreach (var report in reports)
            {
                evaluations++;
                var then = CreditEvaluator.Decide((file with { BureauReports = [.. file.BureauReports, report] }).InOrder(), policy, isTrial: isTrial);
                if (answer.Difference(new CreditAnswer(then)) is { } difference)
                    return new ReportEffect(true, $"With {Words(report)}, {difference}.", evaluations);
            }
        }

        return possible.IsComplete
            ? new ReportEffect(false, $"No possible answer of {provider} changes the decision ({reports.Count:N0} were tried).", evaluations)
            : new ReportEffect(true, $"{reports.Count:N0} possible answers of {provider} change nothing, but not all could be tried.", evaluations);
    }

    private static string Words(BureauReportRecord report) => report switch
    {
        { Rating: { } rating } => $"rating {rating}",
        { Score: { } score } => $"a score of {score:0.##}",
        { RiskClass: { } risk } => $"class of risk {risk}",
        { FailurePercent: { } percent } => $"a probability of failure of {percent:0.##} %",
        { RecommendedLimit: { } limit } => $"a recommended limit of {limit.ToDisplay()}",
        _ => "a report without an opinion",
    };
}
