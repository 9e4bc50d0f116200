using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Bulk;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Gives all rows of a range, whatever happens on the way: pages shorter than asked for, positions that the org has forgotten, queries that take it too long, and so many
/// rows that one bulk job is cheaper than page after page.
/// </summary>
internal sealed class RowStream(QueryReader reader, BulkQuery bulk)
{
    private const int MostHalvings = 8;

    /// <summary>Asks for the first page.</summary>
    /// <exception cref="ConnectorException">The query failed.</exception>
    public async Task<OpenQuery> OpenAsync(ObjectMapping mapping, ReadRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(mapping, range, range, cancellationToken);
        }
        catch (ConnectorException e) when (TookTooLong(e) && range.EarlierHalf(reader.Now) is not null)
        {
            return await OpenLessAsync(mapping, range, range, cancellationToken);
        }
    }

    /// <summary>Takes the first page from an answer to several queries.</summary>
    /// <exception cref="ConnectorException">The query failed.</exception>
    public async Task<OpenQuery> OpenAsync(ObjectMapping mapping, ReadRange range, Answer<CompositeAnswer?> heard, CancellationToken cancellationToken)
    {
        try
        {
            return new OpenQuery(range, range, reader.FirstPageOf(mapping, heard.Value), heard.AskedAt);
        }
        catch (ConnectorException e) when (TookTooLong(e) && range.EarlierHalf(reader.Now) is not null)
        {
            return await OpenLessAsync(mapping, range, range, cancellationToken);
        }
    }

    /// <summary>All pages, the first included.</summary>
    /// <exception cref="ConnectorException">A page cannot be read; those before it hold.</exception>
    public async IAsyncEnumerable<RowPage> ReadAsync(ObjectMapping mapping, OpenQuery open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mayGoBulk = true;
        Row? last = null;
        while (true)
        {
            var (part, page) = (open.Part, open.First);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = page.Rows();
                last = rows.Count > 0 ? rows[^1] : last;
                var isLast = page.NextPath is null && part.Until == open.Range.Until;
                yield return new RowPage(rows, InOrder: true, isLast);
                if (isLast)
                    yield break;
                if (page.NextPath is null)
                    break;

                // Once per range: what the bulk way refuses it refuses again.
                if (mayGoBulk && last is not null && bulk.Serves(page.TotalSize))
                {
                    mayGoBulk = false;
                    if (await bulk.TryRunAsync(mapping, part.Behind(last.Stamp, last.Id), page.TotalSize, cancellationToken) is { } job)
                    {
                        await foreach (var some in job.ReadAsync(cancellationToken))
                            yield return new RowPage(some, InOrder: false, IsLast: false);
                        if (part.Until == open.Range.Until)
                        {
                            yield return new RowPage([], InOrder: false, IsLast: true);
                            yield break;
                        }

                        break;
                    }
                }

                (part, page) = await GoOnAsync(mapping, part, page.NextPath, last, cancellationToken);
            }

            open = await OpenNextPartAsync(mapping, open.Range, part, cancellationToken);
        }
    }

    // A position lives two days and may be lost with the server that keeps it; the query then starts anew behind the last row.
    private async Task<(ReadRange Part, QueryResult Page)> GoOnAsync(ObjectMapping mapping, ReadRange part, string path, Row? last, CancellationToken cancellationToken)
    {
        try
        {
            return (part, await reader.NextPageAsync(mapping, path, cancellationToken));
        }
        catch (ConnectorException e) when (e.Failure.Code is "INVALID_QUERY_LOCATOR" or "QUERY_TIMEOUT")
        {
            var open = await OpenAsync(mapping, last is null ? part : part.Behind(last.Stamp, last.Id), cancellationToken);
            return (open.Part, open.First);
        }
    }

    private async Task<OpenQuery> OpenNextPartAsync(ObjectMapping mapping, ReadRange range, ReadRange done, CancellationToken cancellationToken)
    {
        var rest = range.BehindPart(done.Until!.Value);
        // Twice as long as the part that worked: stretches differ in how much happened.
        var part = rest.FirstPart(done.Length * 2, reader.Now);
        try
        {
            return await AskAsync(mapping, range, part, cancellationToken);
        }
        catch (ConnectorException e) when (TookTooLong(e) && part.EarlierHalf(reader.Now) is not null)
        {
            return await OpenLessAsync(mapping, range, part, cancellationToken);
        }
    }

    // Halves what is asked for until the org manages it. Every attempt costs a call and some minutes of the org, so there is an end to it.
    private async Task<OpenQuery> OpenLessAsync(ObjectMapping mapping, ReadRange range, ReadRange part, CancellationToken cancellationToken)
    {
        for (var halvings = 1; ; halvings++)
        {
            part = part.EarlierHalf(reader.Now)!;
            try
            {
                return await AskAsync(mapping, range, part, cancellationToken);
            }
            catch (ConnectorException e) when (TookTooLong(e) && halvings < MostHalvings && part.EarlierHalf(reader.Now) is not null)
            {
                // Half of that.
            }
        }
    }

    private async Task<OpenQuery> AskAsync(ObjectMapping mapping, ReadRange range, ReadRange part, CancellationToken cancellationToken)
    {
        var first = await reader.FirstPageAsync(mapping, part.Condition, cancellationToken);
        return new OpenQuery(range, part, first.Value, first.AskedAt);
    }

    private static bool TookTooLong(ConnectorException e) => e.Failure.Code == "QUERY_TIMEOUT";
}
