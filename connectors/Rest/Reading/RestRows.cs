using System.Runtime.CompilerServices;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>Reads rows of an API, page by page, as a mapping declares.</summary>
/// <param name="clients">Gives the client for what a mapping says about the API.</param>
/// <param name="clock">The clock.</param>
internal sealed class RestRows(Func<ApiSettings, ApiClient> clients, TimeProvider clock) : IRowReader<RestRead>
{
    /// <summary>Columns of the last walk that no row had, by kind; for a check.</summary>
    public Dictionary<string, IReadOnlyList<string>> NeverSeen { get; } = [];

    public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<RestRead> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = new PageWalk(query, clients(query.Kind.Read.Api), clock);
        var at = walk.Begin(query.Position);
        var resumed = at.IsUnderWay;
        // Rows before the place where an interrupted walk goes on may have changed since they were read.
        var again = resumed && query.OnlyChanges;
        while (true)
        {
            await using var pieces = walk.ReadAsync(at, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var (page, isRefused) = await NextAsync(pieces, resumed);
            if (isRefused)
            {
                // Marks and addresses of pages live for a while only, on the other side: begin anew.
                at = walk.Begin(null, at.Since);
                resumed = false;
                continue;
            }

            var isFirst = true;
            for (resumed = false; page is not null; (page, _) = await NextAsync(pieces, resumed))
            {
                NeverSeen[query.Kind.Kind.Name] = walk.NeverSeen;
                at = page.Next ?? walk.End(page.At);
                yield return new RowPage(page.Rows, at.ToText()) { Gone = page.Gone, BeginsAnswer = isFirst };
                isFirst = false;
                if (page.Next is not null)
                    continue;
                if (!again)
                    yield break;
                again = false;
                walk = new PageWalk(query, clients(query.Kind.Read.Api), clock);
                at = walk.Begin(at.ToText());
                break;
            }
        }
    }

    private static async Task<(WalkedPage? Page, bool IsRefused)> NextAsync(IAsyncEnumerator<WalkedPage> pieces, bool resumed)
    {
        try
        {
            return (await pieces.MoveNextAsync() ? pieces.Current : null, false);
        }
        catch (ConnectorException e) when (resumed && e.Failure.Kind is FailureKind.Configuration or FailureKind.Gone)
        {
            return (null, true);
        }
    }
}
