using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Reads one object incrementally in the order (SystemModstamp, Id). See <see cref="Watermark"/> for what is read again and why nothing is missed.
/// </summary>
internal sealed class SalesforceSource<T>(ObjectMapping<T> mapping, QueryReader reader, RowStream rows, FieldVisibility visibility) : ISource<T>, IPolledSource
    where T : SourceRecord
{
    private readonly SourceVerification<T> _verification = new(mapping, reader, rows);
    private Prefetched? _prefetched;
    private DateTimeOffset? _missingSince;

    /// <inheritdoc />
    public RecordKind Kind => mapping.Kind;

    /// <inheritdoc />
    public bool? IsDeclared => _missingSince is null;

    /// <inheritdoc />
    public bool IsMissing => reader.Now - _missingSince < OptionalFields.LookAgainAfter;

    /// <inheritdoc />
    public void Pass(Checkpoint? from) => _prefetched = new Prefetched(from, PlanFrom(from), null) { Passes = true };

    /// <inheritdoc />
    public void Ask(CompositeRequest request, Checkpoint? from)
    {
        var plan = PlanFrom(from);
        _prefetched = new Prefetched(from, plan, null);
        reader.AddTo(request, mapping, plan.Range.Condition);
    }

    /// <inheritdoc />
    public void Hear(Answer<IReadOnlyDictionary<string, CompositeAnswer>> answer, Checkpoint? from)
    {
        if (_prefetched is not null)
            _prefetched = _prefetched with { Answer = new(answer.Value.GetValueOrDefault(mapping.ObjectName), answer.AskedAt) };
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsMissing || await BeginAsync(from, cancellationToken) is not var (plan, open))
            yield break;
        var progress = new ReadProgress(plan.Start, plan.Deferred, open.AskedAt, reader.Overlap, mapping.Shape);
        var stored = plan.Start;
        await foreach (var page in rows.ReadAsync(mapping, open, cancellationToken))
        {
            var records = RecordPage<T>.Read(mapping, page.Rows, page.InOrder ? progress.Consume : progress.ConsumeUnordered);
            var position = page.IsLast ? progress.AtTheEnd() : progress.InTheMiddle();
            // A quiet org needs no new checkpoint, unless the old one would make the next poll read something again, or stands before what was read since.
            if (position is not null && (records.Count > 0 || (position != stored && (stored is { IsSettled: false } || !page.InOrder))))
            {
                yield return new SourcePage<T>(records.Changes, position.ToCheckpoint()) { Rejected = records.Rejected, AskedAt = open.AskedAt };
                stored = position;
            }
        }
    }

    /// <inheritdoc />
    public void AskVerification(CompositeRequest recent, CompositeRequest counts, VerificationRequest request)
    {
        if (!IsMissing)
            _verification.Ask(recent, counts, request);
    }

    /// <inheritdoc />
    public void HearVerification(Answer<IReadOnlyDictionary<string, CompositeAnswer>>? recent, Answer<IReadOnlyDictionary<string, CompositeAnswer>>? counts) =>
        _verification.Hear(recent, counts);

    /// <inheritdoc />
    public IAsyncEnumerable<VerifiedPage> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken) =>
        IsMissing ? AsyncEnumerable.Empty<VerifiedPage>() : _verification.RunAsync(request, cancellationToken);

    // Null when there is nothing to be read: it is not the source's turn, or the org lacks the object.
    private async Task<(Plan Plan, OpenQuery Open)?> BeginAsync(Checkpoint? from, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (Interlocked.CompareExchange(ref _prefetched, null, null) is { Passes: true } passing && passing.From == from)
                {
                    _prefetched = null;
                    return null;
                }

                var opened = await OpenAsync(from, cancellationToken);
                _missingSince = null;
                return opened;
            }
            catch (ConnectorException e) when (mapping.MayBeMissing && e.Failure.Code == "INVALID_TYPE")
            {
                _missingSince = reader.Now;
                return null;
            }
            catch (ConnectorException e) when (mapping.Optional.LeaveOut(e.Failure, reader.Now))
            {
                // The same question without that field.
            }
            catch (ConnectorException e) when (mapping.Owned.MayHaveCaused(e.Failure))
            {
                if (!await visibility.LeaveOutHiddenAsync(mapping, e.Failure, reader.Now, cancellationToken))
                    throw;
            }
        }
    }

    private async Task<(Plan Plan, OpenQuery Open)> OpenAsync(Checkpoint? from, CancellationToken cancellationToken)
    {
        var prefetched = Interlocked.Exchange(ref _prefetched, null);
        if (prefetched is { Answer: { } heard } && prefetched.From == from)
            return (prefetched.Plan, await rows.OpenAsync(mapping, prefetched.Plan.Range, heard, cancellationToken));

        var plan = PlanFrom(from);
        return (plan, await rows.OpenAsync(mapping, plan.Range, cancellationToken));
    }

    private Plan PlanFrom(Checkpoint? from)
    {
        mapping.Optional.LookAgain(reader.Now);
        mapping.Owned.LookAgain(reader.Now);
        if (Watermark.Parse(from, mapping.Shape) is not { } start)
            return new Plan(null, false, ReadRange.Everything);
        var deferred = start.Defers(reader.Now, reader.Overlap, reader.PageSize);
        return new Plan(start, deferred, start.Range(deferred));
    }

    private sealed record Plan(Watermark? Start, bool Deferred, ReadRange Range);

    private sealed record Prefetched(Checkpoint? From, Plan Plan, Answer<CompositeAnswer?>? Answer)
    {
        public bool Passes { get; init; }
    }
}
