using System.Runtime.CompilerServices;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Reads one object incrementally in the order (SystemModstamp, Id). See <see cref="Watermark"/> for what is read again and why nothing is missed.
/// </summary>
internal sealed class SalesforceSource<T>(ObjectMapping<T> mapping, QueryReader reader, FieldVisibility visibility) : ISource<T>, IPolledSource
    where T : SourceRecord
{
    private Prefetched? _prefetched;

    /// <inheritdoc />
    public RecordKind Kind => mapping.Kind;

    /// <inheritdoc />
    public void Ask(CompositeRequest request, Checkpoint? from)
    {
        var plan = PlanFrom(from);
        _prefetched = new Prefetched(from, plan, null);
        reader.AddTo(request, mapping, plan.LowerBound);
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
        var (plan, page, askedAt) = await BeginAsync(from, cancellationToken);
        var progress = new ReadProgress(plan.Start, plan.Deferred, askedAt - reader.Overlap, mapping.Shape);
        var stored = plan.Start;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (changes, rejected) = Map(page.Records, progress);
            var position = page.NextPath is null ? progress.AtTheEnd() : progress.InTheMiddle();
            // A quiet org needs no new checkpoint, unless the old one would make the next poll read something again.
            if (position is not null && (changes.Count + rejected.Count > 0 || (stored is { IsSettled: false } && position != stored)))
            {
                yield return new SourcePage<T>(changes, position.ToCheckpoint()) { Rejected = rejected };
                stored = position;
            }

            if (page.NextPath is null)
                yield break;
            page = await GoOnAsync(page.NextPath, position, cancellationToken);
        }
    }

    private async Task<(Plan Plan, QueryResult Page, DateTimeOffset AskedAt)> BeginAsync(Checkpoint? from, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await AskAsync(from, cancellationToken);
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

    private async Task<(Plan Plan, QueryResult Page, DateTimeOffset AskedAt)> AskAsync(Checkpoint? from, CancellationToken cancellationToken)
    {
        var prefetched = Interlocked.Exchange(ref _prefetched, null);
        if (prefetched is { Answer: { } heard } && prefetched.From == from)
            return (prefetched.Plan, reader.FirstPageOf(mapping, heard.Value), heard.AskedAt);

        var plan = PlanFrom(from);
        var first = await reader.FirstPageAsync(mapping, plan.LowerBound, cancellationToken);
        return (plan, first.Value, first.AskedAt);
    }

    // A cursor lives two days and may be lost with the server that keeps it; the query then starts anew behind the last record.
    private async Task<QueryResult> GoOnAsync(string path, Watermark? position, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.NextPageAsync(mapping, path, cancellationToken);
        }
        catch (ConnectorException e) when (e.Failure.Code == "INVALID_QUERY_LOCATOR")
        {
            return (await reader.FirstPageAsync(mapping, position?.Beyond, cancellationToken)).Value;
        }
    }

    private (List<SourceChange<T>> Changes, List<RejectedRecord> Rejected) Map(JsonElement records, ReadProgress progress)
    {
        var changes = new List<SourceChange<T>>(records.GetArrayLength());
        var rejected = new List<RejectedRecord>();
        foreach (var json in records.EnumerateArray())
        {
            var row = new Row(json);
            // Without id or stamp nobody knows where reading stands; that is no matter of one record.
            try
            {
                progress.Consume(row.Stamp, row.Id);
            }
            catch (UnreadableValueException e)
            {
                throw new ConnectorException(new Failure(FailureKind.Fatal, $"A row of {mapping.ObjectName} cannot be placed: {e.Message}", "Check ApiVersion; please report this if it is current.")
                {
                    Where = mapping.ObjectName,
                }, e);
            }

            try
            {
                changes.Add(mapping.ReadChange(row));
            }
            catch (UnreadableValueException e)
            {
                rejected.Add(new RejectedRecord($"{mapping.ObjectName} {row.Id}, {e.Field}", e.Message) { Key = row.Id, Raw = row.Raw });
            }
        }

        return (changes, rejected);
    }

    private Plan PlanFrom(Checkpoint? from)
    {
        mapping.Optional.LookAgain(reader.Now);
        mapping.Owned.LookAgain(reader.Now);
        if (Watermark.Parse(from, mapping.Shape) is not { } start)
            return new Plan(null, false, null);
        var deferred = start.Defers(reader.Now, reader.Overlap, reader.PageSize);
        return new Plan(start, deferred, start.LowerBound(deferred));
    }

    private sealed record Plan(Watermark? Start, bool Deferred, SoqlCondition? LowerBound);

    private sealed record Prefetched(Checkpoint? From, Plan Plan, Answer<CompositeAnswer?>? Answer);
}
