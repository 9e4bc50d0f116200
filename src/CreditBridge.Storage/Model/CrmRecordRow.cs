using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Storage.Model;

/// <summary>
/// A CRM record that is written to: what it last acknowledged, and the outbox entry that waits for it, if any. One row for both, because an entry's version and
/// attempts must outlive the entry while a write of it may still be under way.
/// </summary>
internal sealed class CrmRecordRow
{
    public required string Connection { get; init; }

    public required string Key { get; init; }

    public required RecordKind Kind { get; init; }

    public required string ParentKey { get; set; }

    /// <summary>Field values as JSON; null when nothing was ever acknowledged.</summary>
    public string? Acknowledged { get; set; }

    /// <summary>Values that wait, as JSON; null when there is no entry.</summary>
    public string? Pending { get; set; }

    public required long Version { get; set; }

    public int Priority { get; set; }

    public OutboxState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>The version that was handed over last; null when none was.</summary>
    public long? SentVersion { get; set; }

    /// <summary>Of which moment <see cref="Acknowledged"/> tells, in the CRM's time: when it last answered a write or showed the values; null when nobody knows.</summary>
    public DateTimeOffset? WrittenAt { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Name of the process that holds the lease, or held it last; null while it was never leased.</summary>
    public string? LeaseHolder { get; set; }

    public FailureKind? FailureKind { get; set; }

    /// <summary>The last failure as JSON.</summary>
    public string? Failure { get; set; }
}
