using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Rows;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>
/// Reads the rows of queries. A query with a key is read in the order of its key (or of its changes) from one statement, so that it can go on behind any row; without a
/// key it is run as it stands and begins anew after an interruption; with <c>@page_size</c> it is run once for each page.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="clock">The clock.</param>
internal sealed class SqlRowReader(Database database, TimeProvider clock) : IRowReader<SqlRead>
{
    private const int LongestPosition = 3_000;

    /// <summary>The columns of a kind that would be read; nothing is read for that.</summary>
    public async Task<ReadColumns> ColumnsAsync(KindMapping<SqlRead> kind, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(cancellationToken);
        return await ColumnsAsync(kind, session, new QueryStatements(database, kind.Read, kind.Kind.Name), cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<SqlRead> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (read, name) = (query.Kind.Read, query.Kind.Kind.Name);
        var statements = new QueryStatements(database, read, name);
        await using var session = await database.OpenAsync(cancellationToken);
        var columns = await ColumnsAsync(query.Kind, session, statements, cancellationToken);
        ReadProgress progress = query.OnlyChanges ? new ChangeProgress(read.Overlap!, query.Position, clock.GetUtcNow()) : new ListingProgress(query.Position);
        bool more;
        do
        {
            more = false;
            var statement = read.Query.IsPaged || read.Key.Count == 0 ? statements.AsItStands(progress.From?.Value, progress.After, query.PageSize)
                : query.OnlyChanges ? statements.Changes(columns, progress.From, progress.After)
                : statements.Listing(columns, progress.After);
            await using var rows = await session.RowsAsync(statement, cancellationToken);
            var values = new RowValues(name, columns, rows, query.OnlyChanges);
            var isFirst = true;
            while (await NextAsync(session, statement, rows, values, query.PageSize, cancellationToken) is { Count: > 0 } page)
            {
                var before = progress.After;
                var next = values.Last() is { } last ? Checked(progress.Pass(last), name) : null;
                more = read.Query.IsPaged && page.Count >= query.PageSize;
                if (more && before == progress.After)
                    throw Stuck(name);
                yield return new RowPage(page, next) { BeginsAnswer = isFirst };
                isFirst = false;
            }
        }
        while (more);
        if (progress.Ended() is { } end)
            yield return new RowPage([], end);
    }

    private static async Task<ReadColumns> ColumnsAsync(KindMapping<SqlRead> kind, ReadSession session, QueryStatements statements, CancellationToken cancellationToken) =>
        ReadColumns.Of(kind, await session.ColumnsAsync(statements.ForColumns(), cancellationToken));

    private static Task<List<SourceRow>> NextAsync(ReadSession session, Statement statement, RowStream rows, RowValues values, int pageSize, CancellationToken cancellationToken) =>
        session.TryAsync(statement, async () =>
        {
            var page = new List<SourceRow>(pageSize);
            while (page.Count < pageSize && await rows.ReadAsync(cancellationToken))
                page.Add(values.Read());
            return page;
        }, cancellationToken);

    private static string? Checked(string? position, string kind) => position is { Length: > LongestPosition }
        ? throw new ConnectorException(new Failure(FailureKind.Configuration, "The values of 'key:' are too long to be kept as a position.", "Name columns with shorter values.") { Where = kind })
        : position;

    private static ConnectorException Stuck(string kind) => new(new Failure(
        FailureKind.Configuration, "The query cuts its pages itself, and the same page came twice.",
        "Let it give only rows behind the @after_ parameters, ordered by 'changed:' (with 'set: changes') and 'key:'.")
    { Where = kind });
}
