using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Outbox;

/// <summary>Works out what has to be sent for a record: only the differences to what the CRM has acknowledged, and nothing when there are none. Pure.</summary>
public static class OutboxPlanner
{
    /// <summary>Plans one record.</summary>
    /// <param name="connection">The connection that the record belongs to.</param>
    /// <param name="desired">What the record should show.</param>
    /// <param name="standing">What is known of it; null when nothing is.</param>
    /// <param name="accepts">Whether a field is mapped and writable.</param>
    /// <returns>What is to become of the record's entry.</returns>
    public static OutboxPlan Plan(string connection, FieldWrite desired, RecordStanding? standing, Func<CreditField, bool> accepts)
    {
        var entry = standing?.Entry;
        var values = new Dictionary<CreditField, FieldValue>();
        foreach (var (field, value) in desired.Values)
        {
            if (!field.Accompanies && accepts(field) && (Differs(field, value, standing) || MayBeUnderWay(field, entry)))
                values[field] = value;
        }

        // Fields of an entry that may have arrived, but that the new decision does not mention, must still be sent with their last values.
        if (entry is { Attempts: > 0 })
        {
            foreach (var (field, value) in entry.Values)
            {
                if (!field.Accompanies && accepts(field) && !desired.Values.ContainsKey(field))
                    values.TryAdd(field, value);
            }
        }

        if (values.Count == 0)
            return entry is null ? OutboxPlan.Keep : OutboxPlan.TakeAway;

        foreach (var (field, value) in desired.Values)
        {
            if (field.Accompanies && accepts(field))
                values[field] = value;
        }

        if (entry is not null && SameWithoutCompanions(entry.Values, values))
            return OutboxPlan.Keep;

        return OutboxPlan.Put(new OutboxEntry(connection, desired.Target, desired.ParentKey, values, UrgencyOf(desired.Target.Kind, values, standing), Version: 0));
    }

    // A record that was never acknowledged gets every field, so that nothing of an earlier installation stays behind.
    private static bool Differs(CreditField field, FieldValue value, RecordStanding? standing) =>
        standing is null || !standing.Acknowledged.TryGetValue(field, out var acknowledged) || acknowledged != value;

    // A value that was handed over may have arrived although nobody told us; only sending the wanted one makes sure.
    private static bool MayBeUnderWay(CreditField field, OutboxEntry? entry) => entry is { Attempts: > 0 } && entry.Values.ContainsKey(field);

    private static bool SameWithoutCompanions(IReadOnlyDictionary<CreditField, FieldValue> a, IReadOnlyDictionary<CreditField, FieldValue> b) =>
        a.Keys.Count(f => !f.Accompanies) == b.Keys.Count(f => !f.Accompanies)
        && a.All(v => v.Key.Accompanies || (b.TryGetValue(v.Key, out var other) && other == v.Value));

    // A hold is urgent when it is set, or released where it shows or may show. That a new record is not on hold is no news.
    private static WriteUrgency UrgencyOf(RecordKind kind, Dictionary<CreditField, FieldValue> values, RecordStanding? standing) =>
        values.TryGetValue(CreditFields.Account.Hold, out var hold) && (hold.Content is true || MayShowHold(standing)) ? WriteUrgency.Hold
        : kind == RecordKind.Opportunity ? WriteUrgency.Deal
        : WriteUrgency.Normal;

    private static bool MayShowHold(RecordStanding? standing) => standing is not null
        && (IsHeld(standing.Acknowledged) || (standing.Entry is { Attempts: > 0 } entry && IsHeld(entry.Values)));

    private static bool IsHeld(IReadOnlyDictionary<CreditField, FieldValue> values) =>
        values.TryGetValue(CreditFields.Account.Hold, out var hold) && hold.Content is true;
}
