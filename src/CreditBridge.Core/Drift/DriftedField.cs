using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Drift;

/// <summary>A credit field in which the CRM showed something else than what was written.</summary>
/// <param name="Target">The record.</param>
/// <param name="Field">The field.</param>
/// <param name="Ours">What was written.</param>
/// <param name="Theirs">What the CRM showed.</param>
/// <param name="State">What is done about it.</param>
public sealed record DriftedField(TargetRecord Target, CreditField Field, FieldValue Ours, FieldValue Theirs, DriftState State)
{
    /// <summary>Name of the connection.</summary>
    public string Connection { get; init; } = "";

    /// <summary>Who changed the record last, as a key of a user; null when the CRM does not say.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>When the record was changed, in the CRM's time; null when it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>When it was seen last.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When the present count of <see cref="Times"/> began; it begins anew after a day.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often our value was typed over since then.</summary>
    public int Times { get; init; } = 1;

    /// <summary>When it was over; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is done about it, and what a person can do, in one or two sentences.</summary>
    public string InWords => State switch
    {
        DriftState.Reasserted => "It is written again.",
        DriftState.Respected => "It stays until our value changes (Runs:Drift, Runs:DriftExceptions).",
        _ => $"It was written again {DriftCheck.MostReassertions} times within a day and typed over each time; it stays until our value changes. "
            + "Look for a flow, a trigger or another integration that sets the field, and end that; or list the field in Runs:DriftExceptions.",
    };
}

/// <summary>What is done about a drifted field. The numbers are stored: append, never renumber.</summary>
public enum DriftState
{
    /// <summary>Our value is written again.</summary>
    Reasserted = 0,

    /// <summary>Their value stays until ours changes.</summary>
    Respected = 1,

    /// <summary>Our value was written again several times and typed over each time; theirs stays until ours changes.</summary>
    GivenUp = 2,
}
