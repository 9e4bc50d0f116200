using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Plans;

/// <summary>What some records of the CRM show: what it last acknowledged, or what somebody typed over it since.</summary>
public sealed class ShownValues
{
    private readonly IReadOnlyDictionary<TargetRecord, RecordStanding> _standing;
    private readonly Dictionary<(TargetRecord Target, CreditField Field), DriftedField> _drift;

    private ShownValues(IReadOnlyDictionary<TargetRecord, RecordStanding> standing, IReadOnlyList<DriftedField> drift)
    {
        _standing = standing;
        _drift = drift.ToDictionary(d => (d.Target, d.Field));
    }

    /// <summary>Reads what is known of the records.</summary>
    public static async Task<ShownValues> ReadAsync(
        IOutboxStore outbox, IDriftStore drift, string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) =>
        new(await outbox.GetStandingAsync(connection, targets, cancellationToken), await drift.ListAsync(connection, targets, cancellationToken));

    /// <summary>What the CRM shows in a field; null when nobody knows, because it was never written.</summary>
    public FieldValue? Of(TargetRecord target, CreditField field) =>
        DriftOf(target, field) is { State: not DriftState.Reasserted } typed ? typed.Theirs
        : _standing.TryGetValue(target, out var standing) && standing.Acknowledged.TryGetValue(field, out var value) ? value
        : null;

    /// <summary>Whether the CRM has never acknowledged anything of a record.</summary>
    public bool IsUnknown(TargetRecord target) => _standing.GetValueOrDefault(target)?.Acknowledged is not { Count: > 0 };

    /// <summary>What somebody typed over in a field; null when nobody did.</summary>
    public DriftedField? DriftOf(TargetRecord target, CreditField field) => _drift.GetValueOrDefault((target, field));

    /// <summary>What waits for a record; null when nothing does.</summary>
    public OutboxEntry? EntryOf(TargetRecord target) => _standing.GetValueOrDefault(target)?.Entry;

    /// <summary>The decision behind what a record shows; null when it was never written.</summary>
    public string? DecisionOf(TargetRecord target) =>
        Of(target, target.Kind switch
        {
            RecordKind.Account => CreditFields.Account.DecisionId,
            RecordKind.Review => CreditFields.Review.DecisionId,
            _ => CreditFields.Opportunity.DecisionId,
        })?.Content as string;
}
