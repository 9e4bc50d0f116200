using CreditBridge.Core.Reviews;

namespace CreditBridge.Storage.Model;

/// <summary>A review.</summary>
internal sealed class ReviewRow
{
    public required string Key { get; init; }

    public required string AccountKey { get; init; }

    public string? OpportunityKey { get; init; }

    public required ReviewState State { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When an open one is due, the year 9999 while its clock stands still; when any other was closed.</summary>
    public required DateTimeOffset QueueAt { get; init; }

    /// <summary>From when on people may have to be told of an open one: not begun in time, at risk, or escalated or handed over before; null while its clock stands still, and of any other.</summary>
    public DateTimeOffset? PressingAt { get; init; }

    public string? Analyst { get; init; }

    /// <summary>In lower case.</summary>
    public string? Team { get; init; }

    /// <summary>Record id in the CRM.</summary>
    public string? CrmKey { get; init; }

    public required int EffortMinutes { get; init; }

    /// <summary>The review, compressed, see <see cref="Stores.Compressed"/>.</summary>
    public required byte[] Content { get; init; }
}
