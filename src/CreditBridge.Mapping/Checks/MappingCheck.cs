using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Mapping.Checks;

/// <summary>What the checks of all connectors with mappings have in common: the mapping itself, and what it makes of real rows. Nothing is changed, nothing thrown for what is found.</summary>
public static class MappingCheck
{
    /// <summary>Reads a mapping and says every mistake in it; no mapping when there is one.</summary>
    public static async Task<(MappingFile<TRead>? Mapping, IReadOnlyList<CheckFinding> Findings)> OpenAsync<TRead>(
        MappingDialect<TRead> dialect, string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        try
        {
            var problems = new List<MappingProblem>();
            var mapping = MappingFile<TRead>.Parse(dialect, name, await MappingText.ReadAsync(path, cancellationToken), problems);
            if (problems.Count > 0)
                return (null, [.. problems.Select(p => new CheckFinding($"{p.File}:{p.Line}:{p.Column}", CheckStatus.Failed, $"{p.Path}: {p.Message}", p.Suggestion))]);
            return (mapping, [CheckFinding.Ok(name, $"The mapping for system '{mapping!.System}' is valid.")]);
        }
        catch (ConnectorException e)
        {
            return (null, [CheckFinding.Failed(name, e.Failure)]);
        }
    }

    /// <summary>Reads rows of every kind in the mapping and says what becomes of them.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="reader">The connector's part.</param>
    /// <param name="context">How much is looked at, and what is known of customers.</param>
    /// <param name="cancellationToken">Ends the check promptly.</param>
    public static async IAsyncEnumerable<CheckFinding> OfKindsAsync<TRead>(
        MappingFile<TRead> mapping, IRowReader<TRead> reader, ConnectionContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var run = new CheckRun(context);
        foreach (var kind in mapping.Kinds)
        {
            foreach (var finding in await kind.Kind.Accept(new ListedKind<TRead>(run, mapping, reader, context, cancellationToken)))
                yield return finding;
        }

        foreach (var finding in await run.EndAsync(cancellationToken))
            yield return finding;
    }

    /// <summary>Says what a mapping makes of rows of one kind, by themselves.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="records">How rows become records.</param>
    /// <param name="rows">Rows as they come; at most <see cref="ConnectionContext.CheckRows"/> are looked at.</param>
    /// <param name="origin">What the rows come from, for people: a file, a query.</param>
    /// <param name="context">How much is looked at, and what is known of customers.</param>
    /// <param name="cancellationToken">Ends the check promptly.</param>
    public static Task<IReadOnlyList<CheckFinding>> OfRowsAsync<T>(
        MappedKind<T> kind, RecordMapping<T> records, IAsyncEnumerable<CheckedRow> rows, string origin, ConnectionContext context, CancellationToken cancellationToken)
        where T : SourceRecord => new CheckRun(context).OfRowsAsync(kind, records, rows, origin, true, cancellationToken);

    private sealed class ListedKind<TRead>(CheckRun run, MappingFile<TRead> mapping, IRowReader<TRead> reader, ConnectionContext context, CancellationToken cancellationToken)
        : IKindVisitor<Task<IReadOnlyList<CheckFinding>>>
    {
        private const int PageSize = 2000;

        public Task<IReadOnlyList<CheckFinding>> Visit<T>(MappedKind<T> kind)
            where T : SourceRecord
        {
            var mapped = mapping.Of(kind)!;
            return run.OfRowsAsync(kind, mapped.Records, RowsAsync(mapped), kind.Name, true, cancellationToken);
        }

        private async IAsyncEnumerable<CheckedRow> RowsAsync(KindMapping<TRead> mapped)
        {
            await foreach (var page in reader.ReadAsync(new RowQuery<TRead>(mapped, false, null, Math.Clamp(context.CheckRows, 1, PageSize)), cancellationToken))
            {
                for (var at = 0; at < page.Rows.Count; at++)
                    yield return new CheckedRow(page.Rows[at], null) { BeginsAnswer = at == 0 && page.BeginsAnswer };
                foreach (var malformed in page.Malformed)
                    yield return new CheckedRow(null, malformed);
            }
        }
    }
}
