using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>In what two decisions about the same file differ.</summary>
internal sealed record DecisionDifference(CreditDecision Old, CreditDecision New)
{
    public bool Band => Old.Band != New.Band;

    public bool Limit => Old.Limit != New.Limit;

    public bool Hold => Old.OnHold != New.OnHold;

    public bool Prequalification => Old.Prequalification.IsPrequalified != New.Prequalification.IsPrequalified;

    public bool Any => Band || Limit || Hold || Prequalification;

    /// <summary>Whether a decision lets nothing more be delivered on credit.</summary>
    public static bool Stops(CreditDecision decision) => decision.OnHold || decision.Headroom is { Amount: <= 0m };

    /// <summary>What is different, in words.</summary>
    public IReadOnlyList<ReplayedDifference> InWords()
    {
        var result = new List<ReplayedDifference>();
        if (Hold)
            result.Add(new ReplayedDifference("hold", Held(Old), Held(New)));
        if (Limit)
            result.Add(new ReplayedDifference("limit", Old.Limit.ToDisplay(), New.Limit.ToDisplay()));
        if (Band)
            result.Add(new ReplayedDifference("band", Old.Band ?? "none", New.Band ?? "none"));
        if (Prequalification)
            result.Add(new ReplayedDifference("prequalified", YesNo(Old), YesNo(New)));
        return result;
    }

    /// <summary>Why, in words: what weighs most first.</summary>
    public string Reason()
    {
        if (Hold)
            return New.OnHold ? New.HoldReasons[0].Reason : $"No rule holds it any more; until now: {Old.HoldReasons[0].Reason}";
        if (Limit && (New.LimitSteps.LastOrDefault(s => s.Decisive) ?? (New.LimitSteps is [.., var last] ? last : null)) is { } step)
            return $"Limit by '{step.Rule}': {step.Note}";
        if (Band)
            return $"Score {Points(Old)} → {Points(New)}";
        return New.Prequalification.Unmet is [var unmet, ..] ? unmet
            : Old.Prequalification.Unmet is [var asked, ..] ? $"No longer in the way: {asked}" : "";
    }

    private static string Held(CreditDecision decision) => decision.OnHold ? string.Join(", ", decision.HoldReasons.Select(h => h.Rule)) : "no";

    private static string YesNo(CreditDecision decision) => decision.Prequalification.IsPrequalified ? "yes" : "no";

    private static string Points(CreditDecision decision) => decision.Score is { } score ? score.Value.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) : "none";
}
