using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Drift;

namespace CreditBridge.Storage.Model;

/// <summary>A credit field in which the CRM showed something else than what was written.</summary>
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

    /// <summary>When, in the CRM's time; null when it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required DriftState State { get; init; }

    /// <summary>When the present count of times began.</summary>
    public required DateTimeOffset Since { get; init; }

    public required int Times { get; init; }

    /// <summary>When the CRM showed our value again; null while it does not. The row is kept for a while, to recognise a field that is typed over again and again.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
