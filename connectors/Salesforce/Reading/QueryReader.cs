using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Runs queries: alone, or as parts of one Composite.</summary>
internal sealed class QueryReader(SalesforceClient client, SalesforceOptions options, TimeProvider clock)
{
    // The org takes 16,384 bytes, headers with the session included.
    private const int LongestPath = 12_000;

    private readonly string? _queryOptions = options.PageSize == 2000 ? null : $"batchSize={options.PageSize}";

    /// <summary>By how much the org's clock was ahead of this machine's when last heard.</summary>
    private TimeSpan _skew;

    /// <summary>How far polls overlap.</summary>
    public TimeSpan Overlap { get; } = TimeSpan.FromMinutes(options.OverlapMinutes);

    /// <summary>Records that a page holds at most.</summary>
    public int PageSize { get; } = options.PageSize;

    /// <summary>The org's time, as far as known.</summary>
    public DateTimeOffset Now => clock.GetUtcNow() + _skew;

    /// <summary>First page of a query, as a call of its own; one that is too long for an address goes in the body of a Composite, which costs the same.</summary>
    /// <exception cref="ConnectorException">The query failed.</exception>
    public async Task<Answer<QueryResult>> FirstPageAsync(ObjectMapping mapping, SoqlCondition? lowerBound, CancellationToken cancellationToken)
    {
        var path = PathOf(mapping, lowerBound);
        if (path.Length > LongestPath)
        {
            var request = new CompositeRequest().Get(mapping.ObjectName, path, _queryOptions);
            var heard = await SendAsync(request, cancellationToken);
            return new(FirstPageOf(mapping, heard.Value.GetValueOrDefault(mapping.ObjectName)), heard.AskedAt);
        }

        try
        {
            var answer = await client.GetAsync(path, SalesforceJson.Default.JsonElement, cancellationToken, _queryOptions);
            Observe(answer.AskedAt);
            return new(QueryResult.Read(answer.Value, mapping.ObjectName), answer.AskedAt);
        }
        catch (ConnectorException e)
        {
            throw new ConnectorException(QueryFailures.Explain(e.Failure, mapping, options), e);
        }
    }

    /// <summary>A further page.</summary>
    /// <exception cref="ConnectorException">The page cannot be read.</exception>
    public async Task<QueryResult> NextPageAsync(ObjectMapping mapping, string path, CancellationToken cancellationToken) =>
        QueryResult.Read((await client.GetAsync(path, SalesforceJson.Default.JsonElement, cancellationToken, _queryOptions)).Value, mapping.ObjectName);

    /// <summary>Adds a query to a Composite, under the object's name.</summary>
    public void AddTo(CompositeRequest request, ObjectMapping mapping, SoqlCondition? lowerBound) =>
        request.Get(mapping.ObjectName, PathOf(mapping, lowerBound), _queryOptions);

    /// <summary>Adds the question how many records of an object there are, deleted ones not counted.</summary>
    public void AddCountTo(CompositeRequest request, ObjectMapping mapping) => request.Get(mapping.ObjectName, CountPath(mapping, "query", null));

    /// <summary>How many records there are: all that are not deleted, or with a condition those that fulfil it, deleted ones included.</summary>
    /// <exception cref="ConnectorException">The query failed.</exception>
    public async Task<long> CountAsync(ObjectMapping mapping, SoqlCondition? condition, CancellationToken cancellationToken)
    {
        try
        {
            var path = CountPath(mapping, condition is not null && mapping.WithDeleted ? "queryAll" : "query", condition);
            return QueryResult.Read((await client.GetAsync(path, SalesforceJson.Default.JsonElement, cancellationToken)).Value, mapping.ObjectName).TotalSize;
        }
        catch (ConnectorException e)
        {
            throw new ConnectorException(QueryFailures.Explain(e.Failure, mapping, options), e);
        }
    }

    /// <summary>The number in one part of a Composite.</summary>
    /// <exception cref="ConnectorException">The part failed or is missing.</exception>
    public long CountOf(ObjectMapping mapping, CompositeAnswer? part) => FirstPageOf(mapping, part).TotalSize;

    /// <summary>Sends a Composite of queries.</summary>
    /// <exception cref="ConnectorException">The call failed as a whole.</exception>
    public async Task<Answer<IReadOnlyDictionary<string, CompositeAnswer>>> SendAsync(CompositeRequest request, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(request, cancellationToken);
        Observe(answer.AskedAt);
        return answer;
    }

    /// <summary>First page of one part of a Composite.</summary>
    /// <exception cref="ConnectorException">The part failed or is missing.</exception>
    public QueryResult FirstPageOf(ObjectMapping mapping, CompositeAnswer? part)
    {
        if (part is null)
            throw new ConnectorException(new Failure(FailureKind.Transient, $"The org's answer lacks the part about {mapping.ObjectName}.", "Nothing to do; it is asked again.") { Where = mapping.ObjectName });
        if (part.Failure is { } failure)
            throw new ConnectorException(QueryFailures.Explain(failure, mapping, options));
        return QueryResult.Read(part.Body, mapping.ObjectName);
    }

    private string PathOf(ObjectMapping mapping, SoqlCondition? lowerBound) =>
        $"{client.Root}/{(mapping.WithDeleted ? "queryAll" : "query")}?q={Uri.EscapeDataString(mapping.Query(lowerBound).ToString())}";

    private string CountPath(ObjectMapping mapping, string resource, SoqlCondition? condition) =>
        $"{client.Root}/{resource}?q={Uri.EscapeDataString((SoqlQuery.Count(mapping.ObjectName) with { Where = condition }).ToString())}";

    private void Observe(DateTimeOffset askedAt) => _skew = askedAt - clock.GetUtcNow();
}
