using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Sources;

/// <summary>
/// A source whose rows come from a connector and whose records come from a mapping. The mapping is read anew for each read, so that a correction counts from the next
/// cycle on. With <c>set: changes</c> a row that the mapping leaves out says that its record is gone: a paid invoice, an order that was invoiced.
/// </summary>
/// <param name="kind">The kind of record.</param>
/// <param name="load">Gives the mapping as it is now.</param>
/// <param name="plan">When what is read, by what the mapping says below <c>read:</c>.</param>
/// <param name="reader">The connector's part.</param>
/// <param name="pageSize">Rows per page, at most.</param>
/// <param name="clock">The clock.</param>
public sealed class MappedSource<T, TRead>(
    MappedKind<T> kind, Func<CancellationToken, Task<MappingFile<TRead>>> load, Func<TRead, ReadPlan> plan, IRowReader<TRead> reader, int pageSize, TimeProvider clock) : ISource<T>
    where T : SourceRecord
{
    /// <inheritdoc />
    public RecordKind Kind => kind.Kind;

    /// <inheritdoc />
    public bool? IsDeclared { get; private set; }

    /// <inheritdoc />
    public async IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = await load(cancellationToken);
        IsDeclared = file.Of(kind) is not null;
        if (file.Of(kind) is not { } mapping)
            yield break;
        var when = plan(mapping.Read);
        var position = SourcePosition.Of(from, file.Fingerprint);
        var now = clock.GetUtcNow();
        if (position.Listing is null && position.ReadAt is { } last && when.Every is { } pause && now < last + pause)
            yield break;

        if (when.Changes)
        {
            await foreach (var page in ReadChangesAsync(mapping, when, position, now, cancellationToken))
            {
                yield return page;
                position = SourcePosition.Of(page.Next, file.Fingerprint);
            }
        }

        // The first read of changes saw everything there was, so the first comparison is due one period later.
        var compare = position.Listing is not null || position.IsListingDue || (when.FullEvery is { } period && now >= (position.ListedAt ?? position.ReadAt ?? now) + period);
        if (when.Changes && !compare)
            yield break;
        var wasInterrupted = position is { Listing: not null, Listed: not null };
        var began = wasInterrupted ? BeganAt(position.Listing!) ?? now : now;
        var balances = BalancesOf(file, mapping, when);
        await foreach (var page in ListAsync(mapping, when, position, now, began, balances, cancellationToken))
        {
            yield return page;
            position = SourcePosition.Of(page.Next, file.Fingerprint);
        }

        // What changed meanwhile before the place of the interruption has not been seen, unless changes are read anyway.
        if (!wasInterrupted || when.Changes)
            yield break;
        await foreach (var page in ListAsync(mapping, when, position, now, began, balances, cancellationToken))
            yield return page;
    }

    /// <summary>
    /// What the reader would be asked for first when a read began now: for connectors that ask the first questions of several kinds in one call. Null when nothing is due,
    /// or the kind is not mapped.
    /// </summary>
    /// <param name="from">Where the read would begin.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    public async Task<RowQuery<TRead>?> FirstQueryAsync(Checkpoint? from, CancellationToken cancellationToken)
    {
        var file = await load(cancellationToken);
        if (file.Of(kind) is not { } mapping)
            return null;
        var when = plan(mapping.Read);
        var position = SourcePosition.Of(from, file.Fingerprint);
        if (position.Listing is null && position.ReadAt is { } last && when.Every is { } pause && clock.GetUtcNow() < last + pause)
            return null;
        return new RowQuery<TRead>(mapping, when.Changes, when.Changes ? position.Changes : position.Listed, pageSize);
    }

    private async IAsyncEnumerable<SourcePage<T>> ReadChangesAsync(
        KindMapping<T, TRead> mapping, ReadPlan when, SourcePosition start, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first read shows everything there is: what an earlier mapping read, and this one does not, is gone.
        var first = start.First ?? (start.Changes is null ? IdentityOf(start, now) : null);
        var position = start;
        await foreach (var rows in reader.ReadAsync(new RowQuery<TRead>(mapping, true, position.Changes, pageSize), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = new MappedPage<T>(mapping.Records, null);
            page.Add(rows, leftOutIsGone: true);
            position = position with { Changes = rows.Next ?? position.Changes, IsListingDue = position.IsListingDue || rows.ChangesLost };
            if (page.HasNews || position.Changes != start.Changes)
                yield return page.ToPage(position with { First = position.Changes is null ? null : first }, SetOf(first, false, when));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var ended = position with { First = null, ReadAt = now, ListedAt = position.ListedAt ?? now };
        yield return new MappedPage<T>(mapping.Records, null).ToPage(ended, SetOf(first, true, when));
    }

    private async IAsyncEnumerable<SourcePage<T>> ListAsync(
        KindMapping<T, TRead> mapping, ReadPlan when, SourcePosition start, DateTimeOffset now, DateTimeOffset began, CustomerMapping? balances,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A listing that cannot be resumed begins anew under another identity: what it showed before the interruption proves nothing now.
        var isResumed = start is { Listing: not null, Listed: not null };
        var position = isResumed ? start : start with { Listing = IdentityOf(start, now), Listed = null };
        var keys = new ListedKeys<T>(mapping.Records);
        SourcePage<T>? held = null;
        await foreach (var rows in reader.ReadAsync(new RowQuery<TRead>(mapping, false, position.Listed, pageSize), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = new MappedPage<T>(mapping.Records, keys, balances);
            page.Add(rows, leftOutIsGone: false);
            position = position with { Listed = rows.Next };
            if (held is not null)
                yield return held;
            held = page.ToPage(position, SetOf(position.Listing, false, when)! with { BeganAt = began });
        }

        // The last page is given out only now that the listing has come to its end without a failure.
        cancellationToken.ThrowIfCancellationRequested();
        var ended = position with { Listing = null, Listed = null, IsListingDue = false };
        if (!isResumed || when.Changes)
            ended = ended with { ReadAt = now, ListedAt = now };
        yield return new SourcePage<T>(held?.Items ?? [], ended.ToCheckpoint())
        {
            Rejected = held?.Rejected ?? [],
            TakenBack = held?.TakenBack ?? [],
            FullSet = SetOf(position.Listing, true, when)! with { BeganAt = began },
        };
    }

    // A balance can be held against open items only when both are read in every cycle, and every balance anew: a posted invoice does not change the customer's own row.
    private CustomerMapping? BalancesOf(MappingFile<TRead> file, KindMapping<T, TRead> mapping, ReadPlan when) =>
        mapping.Records is CustomerMapping { Balance.IsMapped: true } customers && when is { Changes: false, Every: null }
            && file.Of(MappedKinds.OpenItems) is { } items && plan(items.Read).Every is null ? customers : null;

    private static string IdentityOf(SourcePosition position, DateTimeOffset now) => $"{position.Mapping}@{now.UtcTicks.ToString(CultureInfo.InvariantCulture)}";

    // What a listing that was interrupted showed is no good state for the one that follows it: both go back to what was known before.
    private static DateTimeOffset? BeganAt(string identity) => long.TryParse(identity.AsSpan(identity.LastIndexOf('@') + 1), CultureInfo.InvariantCulture, out var ticks)
        && ticks is >= 0 and < 3_155_378_975_999_999_999 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static FullSet? SetOf(string? id, bool isLast, ReadPlan when) => id is null ? null : new FullSet(id, isLast, when.MaxRemovedPercent);
}
