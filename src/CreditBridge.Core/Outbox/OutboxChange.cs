using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Outbox;

/// <summary>
/// What an evaluation asks of the outbox for one record. The plan is worked out while the store holds the record, on its standing at that moment: whatever another
/// process sends or has acknowledged meanwhile is taken into account, or the CRM would be left showing it.
/// </summary>
/// <param name="Connection">The connection that the record belongs to.</param>
/// <param name="Target">The record.</param>
/// <param name="Plan">Works out the plan from what is known of the record; null when nothing is. Pure: it may be asked several times.</param>
public sealed record OutboxChange(string Connection, TargetRecord Target, Func<RecordStanding?, OutboxPlan> Plan);

/// <summary>What is to become of a record's entry.</summary>
public readonly record struct OutboxPlan
{
    private OutboxPlan(OutboxAction action, OutboxEntry? entry = null)
    {
        Action = action;
        Entry = entry;
    }

    /// <summary>Leave it as it is, whether there is one or not.</summary>
    public static OutboxPlan Keep => default;

    /// <summary>Nothing has to be sent any more.</summary>
    public static OutboxPlan TakeAway { get; } = new(OutboxAction.TakeAway);

    /// <summary>What to do.</summary>
    public OutboxAction Action { get; }

    /// <summary>The entry to put in place of any earlier one; its version, state and attempts are the store's business. Null for the other actions.</summary>
    public OutboxEntry? Entry { get; }

    /// <summary>Put an entry in place of any earlier one.</summary>
    public static OutboxPlan Put(OutboxEntry entry) => new(OutboxAction.Put, entry);
}

/// <summary>What is done with an entry.</summary>
public enum OutboxAction
{
    /// <summary>It stays as it is.</summary>
    Keep = 0,

    /// <summary>It is put, in place of any earlier one.</summary>
    Put,

    /// <summary>It is taken away.</summary>
    TakeAway,
}
