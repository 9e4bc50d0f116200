using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Proves that the polls of one object missed nothing. What changed in the last days, up to the mark that polling has passed for good, is read once more: a record that was
/// committed later than any overlap turns up here. Then the org's own count is compared with what is known; where they differ, everything is read.
/// </summary>
internal sealed class SourceVerification<T>(ObjectMapping<T> mapping, QueryReader reader, RowStream rows)
    where T : SourceRecord
{
    /// <summary>The largest share of the known records that one listing may remove.</summary>
    private const decimal MostRemovedPercent = 10;

    /// <summary>How many records one listing may remove whatever share that is.</summary>
    private const decimal AlwaysRemovable = 5;

    private Answer<IReadOnlyDictionary<string, CompositeAnswer>>? _recent;
    private Answer<IReadOnlyDictionary<string, CompositeAnswer>>? _counts;

    /// <summary>Adds its questions to the common calls, one for what changed lately and one for numbers of records.</summary>
    public void Ask(CompositeRequest recent, CompositeRequest counts, VerificationRequest request)
    {
        (_recent, _counts) = (null, null);
        if (Watermark.Parse(request.At, mapping.Shape) is not { } at)
            return;
        if (Recent(at, request) is { } range)
            reader.AddTo(recent, mapping, range.Condition);
        reader.AddCountTo(counts, mapping);
    }

    /// <summary>Takes the answers from the common calls.</summary>
    public void Hear(Answer<IReadOnlyDictionary<string, CompositeAnswer>>? recent, Answer<IReadOnlyDictionary<string, CompositeAnswer>>? counts) => (_recent, _counts) = (recent, counts);

    /// <inheritdoc cref="IVerifiedSource.VerifyAsync" />
    public async IAsyncEnumerable<VerifiedPage> RunAsync(VerificationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Under another mapping everything is about to be read anyway.
        if (Watermark.Parse(request.At, mapping.Shape) is not { } at)
            yield break;

        if (Recent(at, request) is { } range)
        {
            var open = await OpenAsync(range, Interlocked.Exchange(ref _recent, null), cancellationToken);
            await foreach (var page in rows.ReadAsync(mapping, open, cancellationToken))
            {
                var records = RecordPage<T>.Read(mapping, page.Rows, static (_, _) => { });
                if (records.Count > 0)
                    yield return new VerifiedPage(new SourcePage<T>(records.Changes, request.At) { Rejected = records.Rejected, AskedAt = open.AskedAt }, ShouldBeKnown: true);
            }
        }

        var (known, there) = (await request.CountKnown(cancellationToken), await CountAsync(cancellationToken));
        if (known.Agrees(there) || (mapping.OutlivesItsParent && there < known.Stored) || await IsJustHappeningAsync(at, known, there, cancellationToken))
            yield break;
        await foreach (var page in ListAsync(at, request, known, there, cancellationToken))
            yield return page;
    }

    private static ReadRange? Recent(Watermark at, VerificationRequest request) => at.KnownUntil >= request.Since ? new ReadRange(request.Since, null, at.KnownUntil) : null;

    private Task<OpenQuery> OpenAsync(ReadRange range, Answer<IReadOnlyDictionary<string, CompositeAnswer>>? heard, CancellationToken cancellationToken) => heard is null
        ? rows.OpenAsync(mapping, range, cancellationToken)
        : rows.OpenAsync(mapping, range, new(heard.Value.GetValueOrDefault(mapping.ObjectName), heard.AskedAt), cancellationToken);

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var heard = Interlocked.Exchange(ref _counts, null);
        return heard is null ? await reader.CountAsync(mapping, null, cancellationToken) : reader.CountOf(mapping, heard.Value.GetValueOrDefault(mapping.ObjectName));
    }

    // Records that came or went since the poll, seconds ago, explain a small difference; the next verification looks again.
    private async Task<bool> IsJustHappeningAsync(Watermark at, KnownRecords known, long there, CancellationToken cancellationToken)
    {
        var gap = there < known.Stored ? known.Stored - there : there - known.Stored - known.Unreadable;
        return gap <= await reader.CountAsync(mapping, new ReadRange(at.Stamp, at.Id).Condition, cancellationToken);
    }

    private async IAsyncEnumerable<VerifiedPage> ListAsync(
        Watermark at, VerificationRequest request, KnownRecords known, long there, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = await rows.OpenAsync(mapping, ReadRange.Everything, cancellationToken);
        var set = mapping.OutlivesItsParent ? null : new FullSet(string.Create(CultureInfo.InvariantCulture, $"verification of {open.AskedAt.UtcDateTime:O}"), false, MostRemoved(known.Stored));
        var live = 0L;
        await foreach (var page in rows.ReadAsync(mapping, open, cancellationToken))
        {
            var records = RecordPage<T>.Read(mapping, page.Rows, static (_, _) => { });
            live += records.Changes.Count(c => c.Current is not null) + records.Rejected.Count;
            if (page.IsLast)
                RequireAll(live, there);
            var later = records.Changes.Where(c => c.ChangedAt > at.KnownUntil).ToList();
            var earlier = later.Count == 0 ? records.Changes : [.. records.Changes.Where(c => !(c.ChangedAt > at.KnownUntil))];
            if (later.Count > 0)
                yield return new VerifiedPage(new SourcePage<T>(later, request.At) { FullSet = set, AskedAt = open.AskedAt }, ShouldBeKnown: false);
            var full = new SourcePage<T>(earlier, request.At) { Rejected = records.Rejected, FullSet = set is null ? null : set with { IsLast = page.IsLast }, AskedAt = open.AskedAt };
            yield return new VerifiedPage(full, ShouldBeKnown: true);
        }
    }

    private static decimal MostRemoved(long known) => Math.Min(100, Math.Max(MostRemovedPercent, 100 * AlwaysRemovable / Math.Max(known, 1)));

    // A listing that shows less than the org has counted proves nothing by what it does not show.
    private void RequireAll(long listed, long counted)
    {
        if (listed < counted)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, string.Create(CultureInfo.InvariantCulture, $"The org listed {listed} records of {mapping.ObjectName} but counts {counted}."),
                "Nothing to do: nothing was removed, and the verification is repeated.") { Where = mapping.ObjectName });
        }
    }
}
