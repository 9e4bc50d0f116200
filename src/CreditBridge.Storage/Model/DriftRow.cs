using CreditBridge.Abstractions.Records;

namespace CreditBridge.Storage.Model;

/// <summary>A credit field in which the CRM shows something else than what was written.</summary>
internal sealed class DriftRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string Key { get; init; }

    /// <summary>Full canonical name of the field.</summary>
    public required string Field { get; init; }

    /// <summary>What was written, as JSON.</summary>
    public required string Ours { get; init; }

    /// <summary>What the CRM shows, as JSON.</summary>
    public required string Theirs { get; init; }

    /// <summary>Who changed the record last, as the CRM says; null when it does not.</summary>
    public string? ChangedBy { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether our value is written again; false: theirs is respected.</summary>
    public required bool Reasserted { get; init; }
}
