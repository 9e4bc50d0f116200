using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Plans;

/// <summary>A record that would be written, and what would be written to it.</summary>
/// <param name="Target">The record.</param>
/// <param name="AccountKey">The account that it belongs to; its own key for an account.</param>
/// <param name="Name">Its name in the CRM; its key when the name is not known any more.</param>
/// <param name="Urgency">How urgent the write is.</param>
/// <param name="Fields">The fields, in the order in which a person reads them.</param>
public sealed record PlannedRecord(TargetRecord Target, string AccountKey, string Name, WriteUrgency Urgency, IReadOnlyList<PlannedField> Fields)
{
    /// <summary>The decision that wants it; empty when the account has none.</summary>
    public string DecisionId { get; init; } = "";

    /// <summary>Hash over what that decision says, without its moment.</summary>
    public string DecisionHash { get; init; } = "";

    /// <summary>Whether the write creates it: a record of ours that nothing was ever written to.</summary>
    public bool IsNew { get; init; }

    /// <summary>How many fields are written with them that a person does not read by themselves: when it was checked, and by which decision.</summary>
    public int Accompanying { get; init; }

    /// <summary>Why the CRM refused to take it, so that nothing is written before a person has helped; null for a record that would be written.</summary>
    public Failure? Refused { get; init; }

    /// <summary>Not before this moment, because an attempt has failed; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>A field that would be written.</summary>
/// <param name="Field">The field.</param>
/// <param name="Shown">What the CRM shows, as far as is known; null when the field was never written.</param>
/// <param name="Wanted">What it is to show.</param>
/// <param name="Reason">Which rule, factor or record made it so.</param>
public sealed record PlannedField(CreditField Field, FieldValue? Shown, FieldValue Wanted, string Reason);
