using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>Days on which exceptions that raise the limit begin or end. What the policy will find by then is not foreseen: the limit that it stands by today stays.</summary>
internal static class LimitPath
{
    /// <summary>The changes, in order of days.</summary>
    public static IReadOnlyList<LimitChange> ChangesOf(CreditDecision decision, IReadOnlyList<OverrideRecord> overrides, Situation situation)
    {
        if (!(decision.StandingLimit ?? decision.Limit).TryGetAmount(out var standing) && decision.StandingLimit?.Kind != CreditLimitKind.None)
            return [];
        var today = decision.AsOf.BusinessDate;
        var raises = new List<(OverrideRecord Record, decimal Cap)>();
        foreach (var record in overrides.Where(o => o.Effect == OverrideEffect.RaiseLimit && o.Scope == OverrideScope.Account))
        {
            var isComing = decision.Overrides.Any(o => o.Key == record.Key && o.State is OverrideState.Active or OverrideState.NotYet);
            if (isComing && record.AmountCap is { } cap && situation.Facts.InCurrency(cap, null) is { } amount)
                raises.Add((record, amount));
        }

        var days = raises.SelectMany(r => new[] { r.Record.ValidFrom, AfterLast(r.Record) }).OfType<DateOnly>().Where(d => d > today).Distinct().Order();
        var changes = new List<LimitChange>();
        var before = decision.Limit;
        foreach (var day in days)
        {
            var inForce = raises.Where(r => r.Record.ValidFrom <= day && !(AfterLast(r.Record) <= day)).OrderByDescending(r => r.Cap).ToList();
            var highest = Math.Max(standing.Amount, inForce.Count == 0 ? 0m : inForce[0].Cap);
            var limit = highest > 0m ? CreditLimit.Of(new Money(highest, decision.Currency)) : CreditLimit.None;
            if (limit == before)
                continue;
            var why = raises.Find(r => AfterLast(r.Record) == day) is { Record: { } ends } ? $"exception {ends.Key} ends" : $"exception {raises.Find(r => r.Record.ValidFrom == day).Record?.Key} begins";
            changes.Add(new LimitChange(day, limit, why));
            before = limit;
        }

        return changes;
    }

    private static DateOnly? AfterLast(OverrideRecord record) => record.ExpiresOn is { } last ? Evaluation.Facts.Bounded.AddDays(last, 1) : null;
}
