using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Rest;
using CreditBridge.Sandbox.Schema;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Bulk;

/// <summary>/jobs/query: a query whose result is collected as CSV, page by page.</summary>
internal sealed class QueryJobResource(SandboxOrg org, BulkJobStore jobs)
{
    private const int DefaultPage = 50_000;

    public ApiResponse Create(ApiRequest request)
    {
        var json = request.Json();
        var operation = json.Text("operation");
        if (operation is not ("query" or "queryAll")) throw new ApiException(400, "INVALIDJOB", $"InvalidJob : Invalid operation: {operation}");
        var text = json.Text("query") ?? throw new ApiException(400, "INVALIDJOB", "InvalidJob : query is required");
        var query = SoqlParser.Parse(text);
        var plan = new QueryPlan(query, text, org.ContextOf(request.Access) with { IncludeDeleted = operation == "queryAll", Version = request.Version });
        Refuse(plan.IsAggregate, "Aggregate queries are");
        Refuse(query.Offset is not null, "OFFSET is");
        Refuse(plan.Projection is { HasChildren: true }, "Subqueries are");
        Refuse(plan.Projection!.Columns.Any(column => column.Field.Field.Type == FieldType.Address), "Selecting compound data is");
        var job = new BulkJob(jobs.NextId(), plan.Definition.Name, operation, request.Version, request.Access.UserId, FieldValues.WholeSeconds(org.Now))
        {
            Query = text, State = BulkState.UploadComplete, Columns = [.. plan.Projection.Columns.Select(column => column.Name)],
        };
        foreach (var row in plan.Rows()) job.Rows.Add([.. plan.Projection.Columns.Select(column => FieldValues.ToCsv(column.Field.Read(row, org.Store)))]);
        job.Processed = job.Rows.Count;
        jobs.Add(job);
        return ApiResponse.Ok(job.Describe());
    }

    public ApiResponse Get(string id)
    {
        var job = jobs.Find(id, query: true);
        jobs.Poll(job);
        return ApiResponse.Ok(job.Describe());
    }

    public ApiResponse List() => ApiResponse.Ok(new JsonObject { ["done"] = true, ["records"] = ApiJson.Array(jobs.All(queries: true), job => job.Describe()), ["nextRecordsUrl"] = null });

    public ApiResponse Results(ApiRequest request, string id)
    {
        var job = jobs.Find(id, query: true);
        if (job.State != BulkState.JobComplete) throw new ApiException(400, "INVALIDJOBSTATE", $"a job that is {job.State} has no results");
        var from = 0;
        if (request.Parameter("locator") is { Length: > 0 } locator && !TryRead(locator, out from)) throw new ApiException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        var count = int.TryParse(request.Parameter("maxRecords"), out var max) && max > 0 ? max : DefaultPage;
        var page = job.Rows.Skip(from).Take(count).ToList();
        var csv = new StringBuilder();
        BulkCsv.Write(csv, job.Columns);
        foreach (var row in page) BulkCsv.Write(csv, row);
        var next = from + page.Count;
        return new ApiResponse(200)
        {
            Text = csv.ToString(),
            ContentType = "text/csv;charset=UTF-8",
            Headers = new Dictionary<string, string>
            {
                ["Sforce-Locator"] = next < job.Rows.Count ? Convert.ToBase64String(Encoding.ASCII.GetBytes(next.ToString())) : "null",
                ["Sforce-NumberOfRecords"] = page.Count.ToString(),
            },
            RecordsRead = page.Count,
        };
    }

    public ApiResponse Abort(ApiRequest request, string id)
    {
        var job = jobs.Find(id, query: true);
        if (request.Json().Text("state") != "Aborted" || job.State is BulkState.JobComplete or BulkState.Failed)
            throw new ApiException(400, "INVALIDJOBSTATE", $"a query job that is {job.State} cannot be changed so");
        jobs.Move(job, BulkState.Aborted);
        return ApiResponse.Ok(job.Describe());
    }

    public ApiResponse Delete(string id)
    {
        jobs.Remove(jobs.Find(id, query: true));
        return ApiResponse.NoContent;
    }

    private static bool TryRead(string locator, out int from)
    {
        from = 0;
        var bytes = new byte[locator.Length];
        return Convert.TryFromBase64String(locator, bytes, out var length) && int.TryParse(Encoding.ASCII.GetString(bytes, 0, length), out from);
    }

    private static void Refuse(bool condition, string what)
    {
        if (condition) throw new ApiException(400, "API_ERROR", $"FeatureNotEnabled : {what} not supported in Bulk Query");
    }
}
