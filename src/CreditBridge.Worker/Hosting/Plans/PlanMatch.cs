using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Plans;

namespace CreditBridge.Worker.Hosting.Plans;

/// <summary>Compares all of a plan with the world as it is.</summary>
/// <param name="Chosen">What may be written, with its urgency.</param>
internal sealed record PlanMatch(IReadOnlyList<(EntryVersion Entry, WriteUrgency Urgency)> Chosen)
{
    private const int MostListed = 20;
    private const int RecordsAtOnce = 500;

    public long Planned { get; private init; }

    public long Shown { get; private init; }

    public long Refused { get; private init; }

    public long Moved { get; private init; }

    public IReadOnlyList<MovedRecord> MovedRecords { get; private init; } = [];

    /// <summary>Reads the plan through once; some hundred of its records are in memory at a time.</summary>
    public static async Task<PlanMatch> ReadAsync(Bridge bridge, PlanFile plan, CancellationToken cancellationToken)
    {
        var (planned, shown, refused, moved) = (0L, 0L, 0L, 0L);
        var chosen = new List<(EntryVersion, WriteUrgency)>();
        var examples = new List<MovedRecord>();
        var batch = new List<PlannedRecord>();
        await foreach (var records in plan.ReadAsync(cancellationToken))
        {
            batch.AddRange(records);
            if (batch.Count >= RecordsAtOnce)
                await CompareAsync();
        }

        await CompareAsync();
        return new PlanMatch(chosen) { Planned = planned, Shown = shown, Refused = refused, Moved = moved, MovedRecords = examples };

        async Task CompareAsync()
        {
            var now = await ShownValues.ReadAsync(bridge.Database.Outbox, bridge.Database.Drift, bridge.Crm.Name, [.. batch.Select(r => r.Target)], cancellationToken);
            var decisions = await bridge.Database.Decisions.GetLatestAsync([.. batch.Select(r => r.AccountKey).Distinct(StringComparer.Ordinal)], cancellationToken);
            foreach (var record in batch)
            {
                planned++;
                var found = PlanCheck.Compare(record, decisions.GetValueOrDefault(record.AccountKey)?.ContentHash, now.EntryOf(record.Target), field => now.Of(record.Target, field));
                switch (found.State)
                {
                    case PlanState.ToWrite: chosen.Add((new EntryVersion(record.Target, found.Entry!.Version), found.Entry.Priority)); break;
                    case PlanState.Shown: shown++; break;
                    case PlanState.Refused: refused++; break;
                    default:
                        moved++;
                        if (examples.Count < MostListed)
                            examples.Add(new MovedRecord(record.Target.Kind, record.Target.Key, record.Name, found.Why!));
                        break;
                }
            }

            batch.Clear();
        }
    }
}
