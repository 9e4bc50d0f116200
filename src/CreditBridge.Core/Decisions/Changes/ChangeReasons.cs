using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions.Changes;

/// <summary>Says for one field of the CRM which rule, factor or figure made its value another one. For the credit team and the admin: it names figures.</summary>
public static class ChangeReasons
{
    private const int MostNamed = 3;

    /// <summary>The reason in one sentence; never empty.</summary>
    /// <param name="field">The field.</param>
    /// <param name="recordKey">Key of the account or deal.</param>
    /// <param name="before">The decision behind what the CRM shows; null when the field was never written.</param>
    /// <param name="after">The decision behind what it is to show.</param>
    public static string Of(CreditField field, string recordKey, CreditDecision? before, CreditDecision after)
    {
        var reason = field.Target == RecordKind.Opportunity ? OfDeal(field, recordKey, before, after) : OfAccount(field, before, after);
        if (reason.Length > 0)
            return reason;
        return before is null ? "first written"
            : before.PolicyVersion != after.PolicyVersion ? $"policy {after.PolicyVersion} instead of {before.PolicyVersion}"
            : "the field was not written when the others were";
    }

    private static string OfAccount(CreditField field, CreditDecision? before, CreditDecision after)
    {
        if (field.Equals(CreditFields.Account.Score) || field.Equals(CreditFields.Account.Band))
            return ScoreChanges.Of(before, after);
        if (field.Equals(CreditFields.Account.Limit) || field.Equals(CreditFields.Account.LimitStatus))
            return Limit(before, after);
        if (field.Equals(CreditFields.Account.Exposure))
            return Buckets(before, after);
        if (field.Equals(CreditFields.Account.Headroom))
            return Joined([Changed("limit", before?.Limit.ToDisplay(), after.Limit.ToDisplay()), Changed("exposure", before?.Exposure.Total?.ToDisplay(), after.Exposure.Total?.ToDisplay())]);
        if (field.Equals(CreditFields.Account.PastDue))
            return Changed("past due", before?.Exposure.PastDue?.ToDisplay(), after.Exposure.PastDue?.ToDisplay());
        if (field.Equals(CreditFields.Account.OldestPastDueDays))
            return Changed("days of the oldest past-due invoice", before is null ? null : $"{before.OldestPastDueDays}", $"{after.OldestPastDueDays}");
        if (field.Equals(CreditFields.Account.AverageDaysBeyondTerms))
            return Changed("average days beyond terms of what was paid", Days(before), Days(after));
        if (field.Equals(CreditFields.Account.Trend))
            return Input("days_beyond_terms_trend", before, after);
        if (field.Equals(CreditFields.Account.Hold) || field.Equals(CreditFields.Account.HoldReason))
            return HoldChanges.Of(before, after);
        if (field.Equals(CreditFields.Account.Prequalification))
            return Prequalification(before, after);
        if (field.Equals(CreditFields.Account.RecommendedTerms))
            return Terms(after);
        if (field.Equals(CreditFields.Account.NextReview))
            return after.Band is { } band ? $"periodic review of band {band}" : "no band, no periodic review";
        if (field.Equals(CreditFields.Account.Currency))
            return Changed("currency of the account", before?.Currency.ToString(), after.Currency.ToString());
        return field.Equals(CreditFields.Account.Message) ? Message(before, after) : "";
    }

    private static string OfDeal(CreditField field, string key, CreditDecision? before, CreditDecision after)
    {
        var (then, now) = (before?.Deals.FirstOrDefault(d => d.OpportunityKey == key), after.Deals.FirstOrDefault(d => d.OpportunityKey == key));
        if (now is null)
            return "the deal is no longer checked: it is closed, or its stage is none that the policy checks";
        var status = then is null || then.Status == now.Status
            ? $"check: {DecisionFields.StatusText(now.Status)}"
            : $"check: {DecisionFields.StatusText(now.Status)} instead of {DecisionFields.StatusText(then.Status)}";
        if (field.Equals(CreditFields.Opportunity.CheckStatus))
            return $"{status}: {now.Message}";
        if (field.Equals(CreditFields.Opportunity.HeadroomAfterDeal))
        {
            return Joined(
            [
                Changed("limit", before?.Limit.ToDisplay(), after.Limit.ToDisplay()), Changed("owed at close", then?.ExposureAtClose?.ToDisplay(), now.ExposureAtClose?.ToDisplay()),
            ]) is { Length: > 0 } figures ? figures : status;
        }

        if (field.Equals(CreditFields.Opportunity.Alternatives))
            return now.Alternatives.Count == 0 ? $"{status}; no counter-offer" : $"{status}; counter-offers: {string.Join(", ", now.Alternatives.Select(a => a.Kind.Replace('_', ' ')))}";
        if (field.Equals(CreditFields.Opportunity.ReviewDue))
            return now.ReviewDue is null ? $"{status}; no review is needed" : $"{status}; a person looks at it";
        return status;
    }

    private static string Limit(CreditDecision? before, CreditDecision after)
    {
        var known = before?.LimitSteps.Where(s => s.Decisive).ToHashSet() ?? [];
        var decisive = after.LimitSteps.Where(s => s.Decisive).ToList();
        var news = decisive.Where(s => !known.Contains(s)).ToList();
        return string.Join("; ", (news.Count > 0 ? news : decisive.TakeLast(1)).Select(s => $"'{s.Rule}' gives {s.Limit.ToDisplay()} ({s.Note})"));
    }

    private static string Buckets(CreditDecision? before, CreditDecision after)
    {
        var known = before?.Exposure.Buckets.ToDictionary(b => b.Name, StringComparer.Ordinal) ?? [];
        return Joined([.. after.Exposure.Buckets.Where(b => b.Counts).Select(b =>
            known.GetValueOrDefault(b.Name) is { } was ? Changed(b.Name.Replace('_', ' '), was.Amount?.ToDisplay(), b.Amount?.ToDisplay())
            : b.Amount is { IsZero: true } ? "" : $"{b.Name.Replace('_', ' ')} {b.Amount?.ToDisplay() ?? "unknown"}")]);
    }

    private static string Prequalification(CreditDecision? before, CreditDecision after)
    {
        var (unmet, was) = (after.Prequalification.Unmet, before?.Prequalification.Unmet ?? []);
        return Joined(
        [
            .. unmet.Except(was, StringComparer.Ordinal).Take(MostNamed).Select(u => $"not met: {u}"),
            .. was.Except(unmet, StringComparer.Ordinal).Take(MostNamed).Select(u => $"met now: {u}"),
        ]) is { Length: > 0 } changes ? changes : unmet.Count == 0 ? "all criteria are met" : "";
    }

    private static string Terms(CreditDecision after) =>
        after.OnHold ? "on hold: payment in advance"
        : after.Limit.Kind == CreditLimitKind.None ? "no credit: payment in advance"
        : after.Band is { } band ? $"longest terms of band {band}" : "no band: payment in advance";

    private static string Message(CreditDecision? before, CreditDecision after)
    {
        if (before is null)
            return "";
        string[] parts =
        [
            before.OnHold != after.OnHold || HoldChanges.Of(before, after).Length > 0 ? "hold" : "", before.Limit != after.Limit ? "limit" : "", before.Headroom != after.Headroom ? "headroom" : "",
            before.Exposure.PastDue != after.Exposure.PastDue ? "past due" : "", before.Band != after.Band ? "band" : "",
            before.Prequalification.IsPrequalified != after.Prequalification.IsPrequalified ? "prequalification" : "",
        ];
        return parts.Any(p => p.Length > 0) ? $"says the new {string.Join(", ", parts.Where(p => p.Length > 0))}" : "";
    }

    private static string Input(string name, CreditDecision? before, CreditDecision after) =>
        after.Inputs.FirstOrDefault(i => i.Name == name) is not { } now ? ""
        : Changed(name, before?.Inputs.FirstOrDefault(i => i.Name == name)?.Value, now.Value ?? "unknown");

    private static string? Days(CreditDecision? decision) =>
        decision?.AverageDaysBeyondTerms?.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>"past due EUR 900.00 instead of EUR 0.00"; empty when nothing changed.</summary>
    internal static string Changed(string what, string? was, string? now) =>
        was == now ? "" : was is null ? $"{what} {now ?? "unknown"}" : $"{what} {now ?? "unknown"} instead of {was}";

    /// <summary>The parts that say something, as one text.</summary>
    internal static string Joined(IReadOnlyList<string> parts) => string.Join("; ", parts.Where(p => p.Length > 0));
}
