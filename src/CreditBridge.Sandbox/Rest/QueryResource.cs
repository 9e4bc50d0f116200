using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/query, /queryAll and the pages behind their first.</summary>
internal sealed class QueryResource(SandboxOrg org, SandboxFaults faults, CursorStore cursors)
{
    private const int MinBatch = 200;
    private const int MaxBatch = 2000;

    public ApiResponse Query(ApiRequest request, bool includeDeleted)
    {
        if (request.Parameter("explain") is not null) throw new ApiException(400, "FUNCTIONALITY_NOT_ENABLED", "explain is not offered by this org");
        var text = request.Parameter("q") ?? throw new ApiException(400, "MALFORMED_QUERY", "A query string has to be specified");
        var target = new FaultTarget(request.Method, request.Target);
        var context = org.ContextOf(request.Access) with
        {
            IncludeDeleted = includeDeleted,
            Version = request.Version,
            ChildPageSize = Math.Min(org.Options.ChildPageSize, faults.Take(FaultKind.ShortChildPages, target)?.Rule.Size ?? int.MaxValue),
            KeepRest = (result, given) => cursors.Keep(result, org.Options.ChildPageSize, request.Version, given),
        };
        var plan = new QueryPlan(SoqlParser.Parse(text), text, context);
        var result = plan.Run();
        // Two long texts would make pages too large.
        var batch = plan.Projection?.Columns.Count(column => column.Field.Field is { Custom: true, IsLongText: true }) >= 2 ? MinBatch : BatchSize(request);
        var given = Math.Min(Math.Min(batch, faults.Take(FaultKind.ShortPages, target)?.Rule.Size ?? int.MaxValue), result.Count);
        return Page(result, 0, given, given < result.Count ? cursors.Keep(result, batch, request.Version, given) : null);
    }

    public ApiResponse More(ApiRequest request, string locator)
    {
        var target = new FaultTarget(request.Method, request.Target);
        if (faults.Take(FaultKind.ExpiredCursor, target) is not null) cursors.Forget(locator);
        var (cursor, from) = cursors.Find(locator) ?? throw new ApiException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        var result = cursor.Result;
        var given = Math.Min(Math.Min(cursor.BatchSize, faults.Take(FaultKind.ShortPages, target)?.Rule.Size ?? int.MaxValue), result.Count - from);
        return Page(result, from, given, from + given < result.Count ? cursor.Url(from + given) : null);
    }

    private static ApiResponse Page(QueryResult result, int from, int count, string? nextUrl)
    {
        var body = new JsonObject { ["totalSize"] = result.TotalSize, ["done"] = nextUrl is null };
        if (nextUrl is not null) body["nextRecordsUrl"] = nextUrl;
        body["records"] = new JsonArray([.. Enumerable.Range(from, count).Select(index => (JsonNode)result.Render(index))]);
        return ApiResponse.Ok(body) with { RecordsRead = count };
    }

    private int BatchSize(ApiRequest request)
    {
        var asked = request.Header("Sforce-Query-Options")?.Split(',', ';').Select(part => part.Split('=', 2))
            .FirstOrDefault(part => part.Length == 2 && part[0].Trim().Equals("batchSize", StringComparison.OrdinalIgnoreCase))?[1];
        return int.TryParse(asked, out var size) ? Math.Clamp(size, MinBatch, MaxBatch) : org.Options.PageSize;
    }
}
