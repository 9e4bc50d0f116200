using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Sources;

/// <summary>A bounded piece of what a source has to say, with the checkpoint that stands behind it.</summary>
public abstract record SourcePage(Checkpoint Next)
{
    /// <summary>What is new, changed or gone, in reading order. A later entry for a key wins over an earlier one.</summary>
    public abstract IReadOnlyList<SourceChange> Changes { get; }

    /// <summary>Records that could not be read; the others are not affected.</summary>
    public IReadOnlyList<RejectedRecord> Rejected { get; init; } = [];

    /// <summary>
    /// Places of earlier rejections that nobody need look after any more, although no record arrived for them: a file that was refused and has been taken away, or that a newer
    /// one has replaced.
    /// </summary>
    public IReadOnlyList<string> Settled { get; init; } = [];

    /// <summary>
    /// Keys of records that an earlier page of the same listing showed, and that must not count after all, because this page contradicts it: each goes back to what was known of it
    /// before <see cref="Sources.FullSet.BeganAt"/>, or is gone when it was not known then. Done before <see cref="Changes"/>.
    /// </summary>
    public IReadOnlyList<string> TakenBack { get; init; } = [];

    /// <summary>
    /// When the other system was asked, in its own time and not later than it looked: what the page shows was so at that moment, whatever the stamps of its records say.
    /// Null when the source cannot tell.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Set when the page is part of a complete listing, so that what the listing does not show is gone. Null for an incremental stream.</summary>
    public FullSet? FullSet { get; init; }

    /// <summary>Set on the page that ends a closed piece of input, such as a file, so that it is not read again.</summary>
    public Receipt? Receipt { get; init; }
}

/// <summary>A page of records of one kind.</summary>
/// <typeparam name="T">The canonical record.</typeparam>
/// <param name="Items">What is new, changed or gone, in reading order.</param>
/// <param name="Next">Where to go on after this page; stored with it.</param>
public sealed record SourcePage<T>(IReadOnlyList<SourceChange<T>> Items, Checkpoint Next) : SourcePage(Next)
    where T : SourceRecord
{
    /// <inheritdoc />
    public override IReadOnlyList<SourceChange> Changes => Items;
}
