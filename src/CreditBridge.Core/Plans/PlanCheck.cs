using CreditBridge.Abstractions.Fields;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Plans;

/// <summary>Compares a planned record with the world as it is now. Pure.</summary>
public static class PlanCheck
{
    /// <summary>What has become of a planned record.</summary>
    /// <param name="planned">The record as it was planned.</param>
    /// <param name="decisionHash">Hash of the account's newest decision; null when it has none.</param>
    /// <param name="entry">What waits for the record now; null when nothing does.</param>
    /// <param name="shown">What the CRM shows in a field now; null when nobody knows.</param>
    public static PlanFinding Compare(PlannedRecord planned, string? decisionHash, OutboxEntry? entry, Func<CreditField, FieldValue?> shown)
    {
        var waiting = entry?.Values.Where(v => !v.Key.Accompanies).ToDictionary() ?? [];
        if (waiting.Count == 0 && planned.Fields.All(f => shown(f.Field) == f.Wanted))
            return PlanFinding.Shown;
        foreach (var field in planned.Fields)
        {
            var isWaiting = waiting.Remove(field.Field, out var wanted);
            var now = shown(field.Field);
            if (isWaiting && wanted != field.Wanted)
                return PlanFinding.Moved($"{field.Field.Name} would become {Words(wanted)} now; planned was {Words(field.Wanted)}");
            if (!isWaiting && now != field.Wanted)
                return PlanFinding.Moved($"{field.Field.Name} is not to be written any more; planned was {Words(field.Wanted)}");
            if (now != field.Shown && now != field.Wanted)
                return PlanFinding.Moved($"{field.Field.Name} shows {Words(now)} now; when planned it was {Words(field.Shown)}");
        }

        if (waiting.Count > 0)
            return PlanFinding.Moved($"more is to be written now: {string.Join(", ", waiting.Keys.Select(f => f.Name).Order(StringComparer.Ordinal))}");
        if (decisionHash != planned.DecisionHash)
            return PlanFinding.Moved($"decision {planned.DecisionId} has been replaced by a later one");
        return entry!.State == OutboxState.Parked ? PlanFinding.Refused(entry)
            : PlanFinding.ToWrite(entry);
    }

    private static string Words(FieldValue? value) => value is not { } known ? "not known" : known.IsEmpty ? "empty" : $"'{Shortened(known.ToString())}'";

    private static string Shortened(string text) => text.Length > 60 ? text[..60] + "…" : text;
}

/// <summary>What has become of a planned record.</summary>
/// <param name="State">Whether it may be written.</param>
/// <param name="Why">What differs from the plan; null when nothing does.</param>
/// <param name="Entry">What waits for it; null when nothing does.</param>
public sealed record PlanFinding(PlanState State, string? Why, OutboxEntry? Entry)
{
    /// <summary>The CRM shows it already.</summary>
    public static PlanFinding Shown { get; } = new(PlanState.Shown, null, null);

    /// <summary>It can be written as planned.</summary>
    public static PlanFinding ToWrite(OutboxEntry entry) => new(PlanState.ToWrite, null, entry);

    /// <summary>The CRM refused it.</summary>
    public static PlanFinding Refused(OutboxEntry entry) => new(PlanState.Refused, entry.LastFailure?.Message, entry);

    /// <summary>Something is not as it was.</summary>
    public static PlanFinding Moved(string why) => new(PlanState.Moved, why, null);
}

/// <summary>What has become of a planned record.</summary>
public enum PlanState
{
    /// <summary>It waits as it was planned.</summary>
    ToWrite = 0,

    /// <summary>The CRM shows what was planned: it was written since.</summary>
    Shown,

    /// <summary>It was tried since, and the CRM refused it; a person has to help.</summary>
    Refused,

    /// <summary>The record, what is to be written to it or its decision is not what it was.</summary>
    Moved,
}
