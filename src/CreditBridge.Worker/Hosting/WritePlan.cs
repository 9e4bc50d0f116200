using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting;

/// <summary>What the outbox would write now, beside what the CRM last acknowledged.</summary>
/// <param name="Records">Records to write.</param>
/// <param name="FieldCounts">How many records each field is written on.</param>
/// <param name="HoldsToSet">Accounts that would go on hold.</param>
/// <param name="HoldsToRelease">Accounts whose hold would end.</param>
/// <param name="Listed">The records in sending order, up to the limit.</param>
internal sealed record WritePlan(
    long Records, IReadOnlyDictionary<string, long> FieldCounts, long HoldsToSet, long HoldsToRelease, IReadOnlyList<PlannedRecord> Listed)
{
    private const int BatchSize = 200;

    /// <summary>Reads the plan from the outbox.</summary>
    public static async Task<WritePlan> ReadAsync(Bridge bridge, int limit, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var listed = new List<PlannedRecord>();
        long records = 0, set = 0, release = 0;
        await foreach (var batch in bridge.Database.Outbox.ListAsync(OutboxState.Pending, int.MaxValue, cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            var standing = await bridge.Database.Outbox.GetStandingAsync(bridge.Crm.Name, [.. batch.Select(e => e.Target)], cancellationToken);
            var names = listed.Count < limit ? await NamesAsync(bridge, batch, cancellationToken) : [];
            foreach (var entry in batch)
            {
                records++;
                var acknowledged = standing.GetValueOrDefault(entry.Target)?.Acknowledged ?? new Dictionary<CreditField, FieldValue>();
                foreach (var field in entry.Values.Keys)
                    counts[field.FullName] = counts.GetValueOrDefault(field.FullName) + 1;
                if (entry.Values.TryGetValue(CreditFields.Account.Hold, out var hold))
                {
                    if (hold.Content is true)
                        set++;
                    else if (acknowledged.TryGetValue(CreditFields.Account.Hold, out var before) && before.Content is true)
                        release++;
                }

                if (listed.Count < limit)
                    listed.Add(Planned(entry, acknowledged, names.GetValueOrDefault(entry.Target) ?? entry.Target.Key));
            }
        }

        return new WritePlan(records, counts, set, release, listed);
    }

    private static PlannedRecord Planned(OutboxEntry entry, IReadOnlyDictionary<CreditField, FieldValue> acknowledged, string name)
    {
        var why = entry.Values.TryGetValue(CreditFields.Account.HoldReason, out var reason) && !reason.IsEmpty ? reason.ToString()
            : acknowledged.Count == 0 ? "first write" : "its credit decision has changed";
        return new PlannedRecord(
            entry.Target.Kind, entry.Target.Key, name, why,
            [
                .. entry.Values.Where(v => !v.Key.Accompanies).OrderBy(v => v.Key.Name, StringComparer.Ordinal)
                    .Select(v => new PlannedChange(v.Key.Name, acknowledged.TryGetValue(v.Key, out var now) ? now.ToString() : null, v.Value.ToString())),
            ]);
    }

    private static async Task<Dictionary<TargetRecord, string>> NamesAsync(Bridge bridge, OutboxEntry[] batch, CancellationToken cancellationToken)
    {
        var names = new Dictionary<TargetRecord, string>();
        var accounts = await bridge.Database.SnapshotReader.ReadAccountsAsync([.. batch.Select(e => e.ParentKey).Distinct()], cancellationToken);
        foreach (var rows in accounts)
        {
            var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, rows.Account);
            names[new TargetRecord(RecordKind.Account, account.Key)] = account.Name;
            foreach (var (kind, payload) in rows.Related)
            {
                if (kind == RecordKind.Opportunity && RecordCodec.Decode(kind, payload) is OpportunityRecord deal)
                    names[new TargetRecord(RecordKind.Opportunity, deal.Key)] = deal.Name;
            }
        }

        return names;
    }
}

/// <summary>A record that would be written.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Why">Why it would be written.</param>
/// <param name="Changes">Its fields.</param>
internal sealed record PlannedRecord(RecordKind Kind, string Key, string Name, string Why, IReadOnlyList<PlannedChange> Changes);

/// <summary>A field that would be written.</summary>
/// <param name="Field">Canonical name.</param>
/// <param name="Now">What the CRM last acknowledged; null when it was never written.</param>
/// <param name="Then">What it would show.</param>
internal sealed record PlannedChange(string Field, string? Now, string Then);
