using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>
/// Has the org collect the result of a query as one job of Bulk API 2.0: some ten counted calls for 100,000 records instead of fifty. Jobs are left to expire, which
/// costs nothing; one that a dead process left behind does no harm.
/// </summary>
internal sealed class BulkQuery(SalesforceClient client, OrgDescriber describer, SalesforceOptions options, TimeProvider clock)
{
    /// <summary>How long an org that refused a job is not asked for another.</summary>
    private static readonly TimeSpan LeaveAlone = TimeSpan.FromHours(1);

    private DateTimeOffset _refusedAt = DateTimeOffset.MinValue;

    /// <summary>Whether so many rows are read this way.</summary>
    public bool Serves(long rows) => options.BulkReadRecords > 0 && rows > options.BulkReadRecords && clock.GetUtcNow() - _refusedAt >= LeaveAlone;

    /// <summary>Starts a job and waits for it.</summary>
    /// <param name="mapping">What is read, and how.</param>
    /// <param name="range">Which records.</param>
    /// <param name="expected">About how many.</param>
    /// <param name="cancellationToken">Stops waiting; the job goes on and expires.</param>
    /// <returns>The result; null when the org does not want the job or does not finish it, so that it has to be read page by page.</returns>
    /// <exception cref="ConnectorException">The org cannot be asked at all just now.</exception>
    public async Task<BulkResult?> TryRunAsync(ObjectMapping mapping, ReadRange range, long expected, CancellationToken cancellationToken)
    {
        try
        {
            var types = await TypesAsync(mapping, cancellationToken);
            var started = await StartAsync(mapping, range, cancellationToken);
            if (await WaitAsync(started, expected, cancellationToken))
                return new BulkResult(client, started, types, mapping.ObjectName, options.PageSize, clock);
        }
        catch (ConnectorException e) when (IsRefusal(e.Failure))
        {
            // The pages are there all the same.
        }

        _refusedAt = clock.GetUtcNow();
        return null;
    }

    // No permission, no such feature, a limit of its own for jobs. The daily limit of calls is another matter: pages would not get through either.
    private static bool IsRefusal(Failure failure) =>
        failure.Code == "LIMIT_EXCEEDED" || failure.Kind is FailureKind.Configuration or FailureKind.Fatal;

    // Only attributes are read without knowing what they hold, and CSV does not tell a number from a text.
    private async Task<IReadOnlyDictionary<string, string>> TypesAsync(ObjectMapping mapping, CancellationToken cancellationToken)
    {
        if (!mapping.HasAttributes)
            return new Dictionary<string, string>();
        var (description, failure) = (await describer.DescribeAsync([mapping.ObjectName], cancellationToken))[mapping.ObjectName];
        return description?.Fields.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(f => f.Name, f => f.Type, StringComparer.OrdinalIgnoreCase)
            ?? throw new ConnectorException(failure!);
    }

    private async Task<string> StartAsync(ObjectMapping mapping, ReadRange range, CancellationToken cancellationToken)
    {
        // No order: it would keep the org from working on parts side by side.
        var query = mapping.Query(range.Condition) with { OrderBy = [] };
        var body = JsonSerializer.SerializeToUtf8Bytes(new QueryJobRequest(mapping.WithDeleted ? "queryAll" : "query", query.ToString()), SalesforceJson.Default.QueryJobRequest);
        var job = (await client.SendAsync(HttpMethod.Post, $"{client.Root}/jobs/query", body, SalesforceJson.Default.QueryJob, cancellationToken)).Value;
        return RecordId.IsValid(job.Id)
            ? $"{client.Root}/jobs/query/{job.Id}"
            : throw new ConnectorException(new Failure(FailureKind.Fatal, $"The org started a bulk job for {mapping.ObjectName} without saying which.", "Check ApiVersion; please report this."));
    }

    private async Task<bool> WaitAsync(string path, long expected, CancellationToken cancellationToken)
    {
        foreach (var pause in JobPauses.For(expected))
        {
            await Task.Delay(pause, clock, cancellationToken);
            var job = await LookAsync(path, cancellationToken);
            if (job is { IsComplete: true } or { IsLost: true })
                return job.IsComplete;
        }

        return false;
    }

    // A look that fails says nothing about the job.
    private async Task<QueryJob?> LookAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetAsync(path, SalesforceJson.Default.QueryJob, cancellationToken)).Value;
        }
        catch (ConnectorException e) when (e.Failure.Kind == FailureKind.Transient)
        {
            return null;
        }
    }
}
