using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Bureaus;

/// <summary>What comes next for an account.</summary>
/// <param name="Ask">The bureau to ask; null when none is to be asked now.</param>
/// <param name="Why">Why this one, or why none.</param>
public sealed record WaterfallStep(string? Ask, string Why)
{
    /// <summary>Whether nothing is wanted: the account has what the policy asks for, or everybody has been asked.</summary>
    public bool IsDone { get; init; }
}

/// <summary>
/// Which bureau is to be asked next about an account. Pure: the reports that are there, the orders on record and the policy decide. A bureau is not asked again while its
/// last word, an opinion or none, is younger than the policy's age; the next bureau is asked only when those before it have no opinion.
/// </summary>
public static class Waterfall
{
    /// <summary>The next step.</summary>
    /// <param name="policy">What the policy wants.</param>
    /// <param name="reports">The account's reports, of whatever origin.</param>
    /// <param name="orders">The orders about the account on record.</param>
    /// <param name="whyNot">Why a bureau cannot be asked about the account: it is not connected, or an identifier is missing. Null when it can.</param>
    /// <param name="today">The business date.</param>
    public static WaterfallStep Next(BureauPolicy policy, IReadOnlyList<BureauReportRecord> reports, IReadOnlyList<ReportOrder> orders, Func<string, string?> whyNot, DateOnly today)
    {
        var opinions = new List<string>();
        var passedOver = new List<string>();
        foreach (var provider in policy.Providers)
        {
            if (Newest(reports.Where(r => Same(r.Provider, provider) && policy.IsRecent(r.ReportedOn, today) && ReportAnswer.SaysSomething(r)).Select(r => r.ReportedOn)) is { } said)
                opinions.Add($"{provider} of {said:yyyy-MM-dd}");
        }

        if (opinions.Count >= policy.Opinions)
            return new WaterfallStep(null, $"There {(opinions.Count == 1 ? "is a report" : "are reports")} of {string.Join(" and ", opinions)}, younger than {policy.MaxAgeMonths} months.") { IsDone = true };
        foreach (var provider in policy.Providers)
        {
            var own = orders.Where(o => Same(o.Provider, provider)).ToList();
            if (own.Find(o => o.State is OrderState.UnderWay or OrderState.Answered) is { } open)
                return new WaterfallStep(null, $"The order of {open.OrderedOn:yyyy-MM-dd} from {provider} has no known outcome; it counts as paid until somebody has looked it up.");
            if (own.Exists(o => o.OrderedOn == today && (o.State is OrderState.Failed or OrderState.Cleared)))
                return new WaterfallStep(null, $"{provider} was asked today already, without success; it is asked again tomorrow.");
            var answered = Newest(own
                .Where(o => (o.State is OrderState.Report or OrderState.NoOpinion or OrderState.NotFound or OrderState.NotKept) && policy.IsRecent(o.OrderedOn, today)).Select(o => o.OrderedOn)
                .Concat(reports.Where(r => Same(r.Provider, provider) && policy.IsRecent(r.ReportedOn, today)).Select(r => r.ReportedOn)));
            if (answered is { } when)
                passedOver.Add($"{provider} (answered on {when:yyyy-MM-dd})");
            else if (whyNot(provider) is { } obstacle)
                passedOver.Add($"{provider} ({obstacle})");
            else
                return new WaterfallStep(provider, passedOver.Count == 0 ? $"{provider} has not reported within {policy.MaxAgeMonths} months." : $"Passed over: {string.Join(", ", passedOver)}.");
        }

        return new WaterfallStep(null, $"Nobody is left to ask: {string.Join(", ", passedOver)}.") { IsDone = true };
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static DateOnly? Newest(IEnumerable<DateOnly> days) => days.Select(d => (DateOnly?)d).Max();
}
