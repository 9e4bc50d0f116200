using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Connectors.Sql.Reading;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Sql;

/// <summary>Looks at the mapping, the login and each query without changing anything, and at what the mapping makes of the rows.</summary>
/// <param name="database">The database.</param>
/// <param name="reader">Reads the rows.</param>
/// <param name="mappingPath">The mapping file.</param>
/// <param name="context">How much is looked at, and what is known of customers.</param>
internal sealed class SqlCheck(Database database, SqlRowReader reader, string mappingPath, ConnectionContext context)
{
    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (mapping, read) = await MappingCheck.OpenAsync(new SqlDialect(), mappingPath, cancellationToken);
        foreach (var finding in read)
            yield return finding;
        if (mapping is null)
            yield break;
        var (kinds, probed) = await ProbeAsync(mapping, cancellationToken);
        foreach (var finding in probed)
            yield return finding;
        if (kinds.Count == 0)
            yield break;
        await foreach (var finding in MappingCheck.OfKindsAsync(mapping with { Kinds = kinds }, reader, context, cancellationToken))
            yield return finding;
    }

    // The kinds whose queries can be read, and what was found on the way.
    private async Task<(List<KindMapping<SqlRead>> Kinds, List<CheckFinding> Findings)> ProbeAsync(MappingFile<SqlRead> mapping, CancellationToken cancellationToken)
    {
        var (kinds, findings) = (new List<KindMapping<SqlRead>>(), new List<CheckFinding>());
        try
        {
            await using (var session = await database.OpenAsync(cancellationToken))
            {
                findings.Add(CheckFinding.Ok("Login", $"{database.Name} {session.Version} accepts the login."));
                var (refuses, how) = await session.RefusesWritingAsync(cancellationToken);
                findings.Add(new CheckFinding("Read-only", refuses ? CheckStatus.Ok : CheckStatus.Warning, how, refuses ? null : "Use a login that may only SELECT what the queries read."));
            }

            foreach (var kind in mapping.Kinds)
            {
                var finding = await ProbeAsync(kind, cancellationToken);
                findings.Add(finding);
                if (finding.Status != CheckStatus.Failed)
                    kinds.Add(kind);
            }
        }
        catch (ConnectorException e)
        {
            findings.Add(CheckFinding.Failed("Login", e.Failure));
        }

        return (kinds, findings);
    }

    // Each query in a session of its own: after a mistake PostgreSQL hears nothing more in the same one.
    private async Task<CheckFinding> ProbeAsync(KindMapping<SqlRead> kind, CancellationToken cancellationToken)
    {
        var subject = $"{kind.Kind.Name}.query";
        try
        {
            var columns = await reader.ColumnsAsync(kind, cancellationToken);
            if (kind.Read.Plan.Changes)
            {
                await foreach (var page in reader.ReadAsync(new RowQuery<SqlRead>(kind, true, null, 1), cancellationToken))
                    break;
            }

            return kind.Read.Key.Count > 0
                ? CheckFinding.Ok(subject, $"The query is good. {columns.Names.Names.Count} columns of it are read: {string.Join(", ", columns.Names.Names)}.")
                : new CheckFinding(subject, CheckStatus.Warning, "The query is good, but without 'key:' an interrupted read begins anew.", "Name the columns that together are different in each row, such as 'key: [id]'.");
        }
        catch (ConnectorException e)
        {
            return CheckFinding.Failed(subject, e.Failure with { Message = e.Failure.Where is { } where ? $"{where}: {e.Failure.Message}" : e.Failure.Message });
        }
    }
}
