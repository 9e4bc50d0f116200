using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Drift;

/// <summary>
/// Compares what a CRM record shows with what was written to it. Pure. It says nothing unless the comparison proves something: while a write is under way, or its
/// values may have arrived without our knowing, and when the record was read before our last write, a difference is none.
/// </summary>
public static class DriftCheck
{
    /// <summary>How often a field is written again within <see cref="Window"/> before it is left alone.</summary>
    public const int MostReassertions = 3;

    /// <summary>The period in which reassertions are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>Compares one record.</summary>
    /// <param name="target">The record.</param>
    /// <param name="shown">What it shows.</param>
    /// <param name="known">What is known of it.</param>
    /// <param name="earlier">Its fields that have drifted before, those that ended included.</param>
    /// <param name="rules">How to compare, and what to do.</param>
    /// <param name="now">The present moment, for the report.</param>
    /// <returns>What follows; null when nothing does.</returns>
    public static DriftFinding? Compare(
        TargetRecord target, ShownRecord shown, WatchedRecord known, IReadOnlyDictionary<CreditField, DriftedField> earlier, DriftRules rules, DateTimeOffset now)
    {
        if (known.IsUnderWay)
            return null;
        if (known.MayHaveArrived)
            return HasArrived(shown, known, rules) ? new DriftFinding { HasArrived = true } : null;
        if (known.KnownAt is not { } knownAt)
            return null;

        var finding = new FindingBuilder(target, shown, rules, now);
        foreach (var (field, theirs) in shown.Values)
        {
            if (field.Accompanies || !known.Acknowledged.TryGetValue(field, out var acknowledged))
                continue;
            var before = earlier.GetValueOrDefault(field);
            if (rules.Shows(field, acknowledged, theirs))
                finding.Agrees(field, theirs, before);
            else if (shown.IsLaterThan(knownAt))
                finding.Differs(field, acknowledged, theirs, before, willBeWritten: known.Pending?.ContainsKey(field) == true);
        }

        return finding.Result;
    }

    // The answer to a write was lost, and the record shows its values: it did arrive, and need not be sent again. Where not all of them can be read, it must be the write's
    // own mark that is shown, the id of its decision, and not that of an earlier write.
    private static bool HasArrived(ShownRecord shown, WatchedRecord known, DriftRules rules)
    {
        if (known is not { PendingWasSent: true, Pending: { } pending })
            return false;
        var readable = pending.Where(v => shown.Values.ContainsKey(v.Key)).ToList();
        return readable.All(v => rules.Shows(v.Key, v.Value, shown.Values[v.Key]))
            && (readable.Count == pending.Count || readable.Any(v => IsMark(v.Key) && known.Acknowledged.GetValueOrDefault(v.Key) != v.Value));
    }

    private static bool IsMark(CreditField field) => field == CreditFields.Account.DecisionId || field == CreditFields.Opportunity.DecisionId;

    private sealed class FindingBuilder(TargetRecord target, ShownRecord shown, DriftRules rules, DateTimeOffset now)
    {
        private readonly Dictionary<CreditField, FieldValue> _learned = [];
        private readonly List<DriftedField> _fields = [];
        private long _new;

        public DriftFinding? Result => _fields.Count + _learned.Count == 0 ? null : new DriftFinding { Learned = _learned, Fields = _fields, New = _new };

        public void Agrees(CreditField field, FieldValue theirs, DriftedField? before)
        {
            // Until ours is written again, what was acknowledged is theirs.
            var isStillTheirs = before is { State: DriftState.Reasserted } && rules.Shows(field, before.Theirs, theirs);
            if (before is { EndedAt: null } && !isStillTheirs)
                _fields.Add(before with { EndedAt = now });
        }

        public void Differs(CreditField field, FieldValue acknowledged, FieldValue theirs, DriftedField? before, bool willBeWritten)
        {
            var open = before is { EndedAt: null } ? before : null;
            var awaitsWriting = open is { State: DriftState.Reasserted } && acknowledged == open.Theirs;
            if (awaitsWriting && rules.Shows(field, open!.Ours, theirs))
            {
                // Somebody was quicker than we, and put our value back.
                _learned[field] = open.Ours;
                _fields.Add(open with { EndedAt = now });
                return;
            }

            var (times, since) = before is not null && now - before.Since < Window ? (before.Times + (awaitsWriting ? 0 : 1), before.Since) : (1, now);
            var state = rules.Policy.ModeOf(field) == DriftMode.Respect ? DriftState.Respected
                : times > MostReassertions ? DriftState.GivenUp
                : DriftState.Reasserted;
            if (state == DriftState.Reasserted)
                _learned[field] = theirs;
            var isKnown = state != DriftState.Reasserted && open is not null && open.State == state && open.Theirs == theirs;
            if (state != DriftState.Reasserted && (willBeWritten || (isKnown && open!.Ours == acknowledged)))
                return;

            _new += isKnown ? 0 : 1;
            _fields.Add(new DriftedField(target, field, awaitsWriting ? open!.Ours : acknowledged, theirs, state)
            {
                ChangedBy = shown.ChangedBy,
                ChangedAt = shown.ChangedAt,
                SeenAt = now,
                Since = since,
                Times = times,
            });
        }
    }
}

/// <summary>What follows from a comparison.</summary>
public sealed record DriftFinding
{
    /// <summary>Whether the waiting values have arrived: they are acknowledged, and need not be sent.</summary>
    public bool HasArrived { get; init; }

    /// <summary>Values that count as acknowledged from now on, because the CRM shows them; the record has to be looked at again.</summary>
    public IReadOnlyDictionary<CreditField, FieldValue> Learned { get; init; } = new Dictionary<CreditField, FieldValue>();

    /// <summary>Drifted fields as they are to be stored.</summary>
    public IReadOnlyList<DriftedField> Fields { get; init; } = [];

    /// <summary>How many fields have drifted anew.</summary>
    public long New { get; init; }
}
