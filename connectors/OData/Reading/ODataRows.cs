using System.Runtime.CompilerServices;
using CreditBridge.Connectors.OData.Answers;
using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.OData.Reading;

/// <summary>
/// Reads the rows of a kind page by page. A link that the service gives is followed; when there is none, or one has ended, reading goes on behind the last row by its key.
/// </summary>
/// <param name="exchange">Asks the service.</param>
internal sealed class ODataRows(ODataExchange exchange) : IRowReader<ODataRead>
{
    /// <inheritdoc />
    public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<ODataRead> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = await WalkAsync(query, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asked = walk.Position;
            var pages = await ReadPageAsync(walk, cancellationToken);
            var isFirst = true;
            foreach (var page in Cut(pages, asked, walk.Position, query.PageSize))
            {
                yield return page with { BeginsAnswer = isFirst };
                isFirst = false;
            }

            if (walk.IsOver)
                yield break;
        }
    }

    /// <summary>The address, below the base address, and the headers of what would be asked first.</summary>
    public async Task<Asked> FirstAsync(RowQuery<ODataRead> query, CancellationToken cancellationToken)
    {
        var walk = await WalkAsync(query, cancellationToken);
        return walk.Ask(exchange.Endpoint(query.Kind.Read.Service));
    }

    private async Task<Walk> WalkAsync(RowQuery<ODataRead> query, CancellationToken cancellationToken) =>
        new(query, await exchange.TypesAsync(query.Kind.Read, cancellationToken));

    private async Task<PageRows> ReadPageAsync(Walk walk, CancellationToken cancellationToken)
    {
        var read = walk.Read;
        while (true)
        {
            var asked = walk.Ask(exchange.Endpoint(read.Service));
            using var answer = await exchange.AskAsync(read.Service, asked, walk.CanBeginAnew ? [304, 400, 404, 410] : [304, 400, 403, 404, 410], cancellationToken);
            switch ((int)answer.Status)
            {
                case 304:
                    walk.HasNoNews();
                    return PageRows.None;
                case 400 or 404 or 410 when walk.CanBeginAnew:
                    walk.BeginAnew();
                    continue;
                case >= 400:
                    throw new ConnectorException(ODataFailures.Of(answer, read, exchange.Endpoint(read.Service).Secrets));
            }

            var content = ODataAnswer.Of(answer.Json, read.Service.Version, asked.Name);
            if (walk.IsTracked)
                return await walk.TakeTrackedAsync(content, asked, (ask, cancel) => exchange.AskAsync(read.Service, ask, [], cancel), exchange.Endpoint(read.Service), cancellationToken);
            return walk.Take(content, asked, answer.Headers.GetValueOrDefault("ETag"));
        }
    }

    // A service may give more rows at once than a page may hold. Until the last of them is stored, the same answer is asked for again after an interruption.
    private static IEnumerable<RowPage> Cut(PageRows rows, ODataPosition asked, ODataPosition next, int size)
    {
        var again = rows.Rows.Count + rows.Gone.Count > size ? asked.ToText() : null;
        var at = 0;
        for (; rows.Rows.Count - at > size || (rows.Rows.Count > at && rows.Rows.Count - at + rows.Gone.Count > size); at += size)
            yield return new RowPage(rows.Rows.GetRange(at, Math.Min(size, rows.Rows.Count - at)), again) { ChangesLost = asked.Lost };
        var gone = 0;
        for (; rows.Gone.Count - gone > size; gone += size)
            yield return new RowPage([], again) { Gone = rows.Gone.GetRange(gone, size), ChangesLost = asked.Lost };
        var left = Math.Max(0, rows.Rows.Count - at);
        yield return new RowPage(left == 0 ? [] : rows.Rows.GetRange(at, left), next.ToText()) { Gone = rows.Gone.GetRange(gone, rows.Gone.Count - gone), ChangesLost = asked.Lost || next.Lost };
    }
}

/// <summary>What one answer held.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Gone">Rows of records that are gone.</param>
internal sealed record PageRows(List<SourceRow> Rows, List<SourceRow> Gone)
{
    /// <summary>Nothing.</summary>
    public static PageRows None { get; } = new([], []);
}

/// <summary>A question.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Name">Name for people.</param>
internal sealed record Asked(Uri Address, string Name)
{
    /// <summary>Headers of its own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
