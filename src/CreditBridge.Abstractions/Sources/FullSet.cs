namespace CreditBridge.Abstractions.Sources;

/// <summary>
/// Marks a page as part of a complete listing. When the last page of the set is stored, records of this source that no page of the set showed are removed,
/// unless a record of the set was rejected (its key is unknown, so nothing may be concluded from absence) or too many would go.
/// </summary>
/// <param name="Id">Identity of the listing, such as the hash of its file; the same for all its pages.</param>
/// <param name="IsLast">Whether this page ends the listing.</param>
/// <param name="MaxRemovedPercent">The largest share of known records, in percent, that one listing may remove; above it nothing is removed and the run says so.</param>
public sealed record FullSet(string Id, bool IsLast, decimal MaxRemovedPercent)
{
    /// <summary>When the listing began, at the latest: what was known before is the last good state that <see cref="SourcePage.TakenBack"/> goes back to. Null when nothing is taken back.</summary>
    public DateTimeOffset? BeganAt { get; init; }
}
