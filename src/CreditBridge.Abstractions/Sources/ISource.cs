using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Sources;

/// <summary>A stream of canonical records of one kind. Implement <see cref="ISource{T}"/>; this untyped face is what the engine holds.</summary>
public interface ISource
{
    /// <summary>What kind of record the source gives.</summary>
    RecordKind Kind { get; }

    /// <summary>
    /// Whether the set-up asks for this kind at all: a source whose mapping does not declare its kind says no, gives nothing, and is not shown to people. It counts after a read;
    /// null when the source cannot tell, because its mapping was not read yet or cannot be read.
    /// </summary>
    bool? IsDeclared => true;

    /// <inheritdoc cref="ISource{T}.ReadPagesAsync" />
    IAsyncEnumerable<SourcePage> ReadPagesAsync(Checkpoint? from, CancellationToken cancellationToken);
}

/// <summary>
/// Reads canonical records of one kind, incrementally.
/// <para>
/// Contract. The engine asks for pages from a checkpoint that an earlier page gave (null: from the beginning), stores each page together with its
/// <see cref="SourcePage.Next"/> in one transaction, and asks again in the next cycle from the last stored one. A page may therefore arrive twice, never be
/// missed. A source may repeat records freely, in any order: the engine recognises what it has already seen. Enumeration ends when there is nothing more for now.
/// Pages are bounded (some thousand records), so that memory does not grow with the size of the other system.
/// </para>
/// <para>
/// Failures. Throw <see cref="Failures.ConnectorException"/> for what stops the stream; pages given before it stay stored. A single record that cannot be
/// read becomes a <see cref="RejectedRecord"/> on its page and the stream goes on. The enumerator is disposed after the last page, after a failure and after cancellation.
/// </para>
/// </summary>
/// <typeparam name="T">The canonical record.</typeparam>
public interface ISource<T> : ISource
    where T : SourceRecord
{
    /// <summary>The pages after a checkpoint.</summary>
    /// <param name="from">A checkpoint that this source gave earlier; null to read everything.</param>
    /// <param name="cancellationToken">Ends the enumeration promptly.</param>
    new IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, CancellationToken cancellationToken);

    /// <inheritdoc />
    IAsyncEnumerable<SourcePage> ISource.ReadPagesAsync(Checkpoint? from, CancellationToken cancellationToken) => ReadPagesAsync(from, cancellationToken);
}
