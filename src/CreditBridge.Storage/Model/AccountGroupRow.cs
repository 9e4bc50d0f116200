namespace CreditBridge.Storage.Model;

/// <summary>An account that has a parent, or is somebody's parent. An account that stands alone has no row.</summary>
internal sealed class AccountGroupRow
{
    public required string AccountKey { get; init; }

    /// <summary>Its parent; null at the top, and for a parent that has no record of its own.</summary>
    public string? ParentKey { get; init; }

    /// <summary>The account at the top, the same for all of a group; in a circle of parents, the smallest key of the circle.</summary>
    public required string TopKey { get; init; }
}
