using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Mapping.Sources;

/// <summary>
/// What a connector does when its mapping does the rest: it asks the other system and gives rows, page by page. <see cref="MappedSource{T,TRead}"/> turns them into records,
/// keeps the checkpoint and decides what is read when.
/// </summary>
/// <typeparam name="TRead">What the mapping says below <c>read:</c>.</typeparam>
public interface IRowReader<TRead>
{
    /// <summary>Asks for rows.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="cancellationToken">Ends the enumeration promptly.</param>
    /// <exception cref="ConnectorException">The other system cannot be asked, or its answer cannot be understood; pages given before stay good.</exception>
    IAsyncEnumerable<RowPage> ReadAsync(RowQuery<TRead> query, CancellationToken cancellationToken);
}

/// <summary>What is wanted.</summary>
/// <param name="Kind">What the mapping says about the kind.</param>
/// <param name="OnlyChanges">
/// False: a complete listing. Its pages may be given in any order that can be resumed. True: what changed since <paramref name="Position"/>;
/// the order must be that of the changes. Without a position it is everything there is, and what is not shown then counts as gone.
/// </param>
/// <param name="Position">A <see cref="RowPage.Next"/> that the same reader gave for the same mapping and the same <paramref name="OnlyChanges"/>; null for the beginning.</param>
/// <param name="PageSize">Rows per page, at most.</param>
public sealed record RowQuery<TRead>(KindMapping<TRead> Kind, bool OnlyChanges, string? Position, int PageSize);

/// <summary>Some rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where to go on after them; at most 3,000 characters. Null when a listing cannot be resumed and begins anew after an interruption.</param>
public sealed record RowPage(IReadOnlyList<SourceRow> Rows, string? Next)
{
    /// <summary>Rows of records that are gone; they need the columns of the key only.</summary>
    public IReadOnlyList<SourceRow> Gone { get; init; } = [];

    /// <summary>
    /// Whether the other system could not say any more what changed since <see cref="RowQuery{TRead}.Position"/>, so that reading began anew and nobody knows what disappeared
    /// in between: a complete listing follows.
    /// </summary>
    public bool ChangesLost { get; init; }

    /// <summary>
    /// Whether the page begins an answer of its own to another question, so that rows which an earlier answer gave may stand in it again, because they moved while the pages were read. False when
    /// the page goes on with the answer before it: there a row that comes again is there twice.
    /// </summary>
    public bool BeginsAnswer { get; init; }

    /// <summary>Rows that could not even be read as rows.</summary>
    public IReadOnlyList<Abstractions.Sources.RejectedRecord> Malformed { get; init; } = [];
}
