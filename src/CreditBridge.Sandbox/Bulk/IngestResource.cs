using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Rest;

namespace CreditBridge.Sandbox.Bulk;

/// <summary>/jobs/ingest: create, upload, close or abort, watch, collect, delete.</summary>
internal sealed class IngestResource(SandboxOrg org, BulkJobStore jobs, IngestRunner runner)
{
    private static readonly string[] Operations = ["insert", "update", "upsert", "delete", "hardDelete"];

    public ApiResponse Create(ApiRequest request)
    {
        var json = request.Json();
        var operation = json.Text("operation");
        if (operation is null || !Operations.Contains(operation)) throw new ApiException(400, "INVALIDJOB", $"InvalidJob : Invalid operation: {operation}");
        if (!org.Schema.TryGet(json.Text("object") ?? "", out var item) || !request.Access.CanRead(item))
            throw new ApiException(400, "INVALIDENTITY", $"InvalidEntity : Unable to find object: {json.Text("object")}");
        if (json.Text("contentType") is { } type && type != "CSV") throw new ApiException(400, "INVALIDJOB", "InvalidJob : only CSV content is supported");
        var key = json.Text("externalIdFieldName");
        if (operation == "upsert" && (key is null || request.Access.Visible(item, key) is not { IsKey: true }))
            throw new ApiException(400, "INVALIDJOB", $"InvalidJob : External ID was blank or not an external id of {item.Name}: {key}");
        var job = new BulkJob(jobs.NextId(), item.Name, operation, request.Version, request.Access.UserId, Records.FieldValues.WholeSeconds(org.Now))
        {
            ExternalIdField = operation == "upsert" ? key : null, LineEnding = json.Text("lineEnding") ?? "LF", ColumnDelimiter = json.Text("columnDelimiter") ?? "COMMA",
        };
        if (BulkCsv.Delimiter(job.ColumnDelimiter) == '\0' || job.LineEnding is not ("LF" or "CRLF")) throw new ApiException(400, "INVALIDJOB", "InvalidJob : unknown columnDelimiter or lineEnding");
        jobs.Add(job);
        return ApiResponse.Ok(job.Describe());
    }

    public ApiResponse Upload(ApiRequest request, string id)
    {
        var job = jobs.Find(id, query: false);
        if (job.State != BulkState.Open || job.Upload is not null) throw new ApiException(400, "INVALIDJOBSTATE", $"Found multiple contents for job: <{job.Id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.");
        if (request.Header("Content-Type")?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) is not true)
            throw new ApiException(415, "INVALID_CONTENT_TYPE", "the content of a job is text/csv");
        job.Upload = request.Text;
        return new ApiResponse(201);
    }

    public ApiResponse Move(ApiRequest request, string id)
    {
        var job = jobs.Find(id, query: false);
        switch (request.Json().Text("state"))
        {
            case "UploadComplete" when job.State == BulkState.Open:
                if (job.Upload is null) throw new ApiException(400, "INVALIDJOBSTATE", "a job without content cannot be closed");
                jobs.Move(job, BulkState.UploadComplete);
                runner.Run(request, job);
                return ApiResponse.Ok(job.Describe()) with { RecordsWritten = job.Successful.Count };
            case "Aborted" when job.State is BulkState.Open or BulkState.UploadComplete or BulkState.InProgress:
                jobs.Move(job, BulkState.Aborted);
                return ApiResponse.Ok(job.Describe());
            case "UploadComplete" or "Aborted":
                throw new ApiException(400, "INVALIDJOBSTATE", $"the state of a job that is {job.State} cannot be changed");
            case var other:
                throw new ApiException(400, "INVALIDJOB", $"InvalidJob : unknown state {other}");
        }
    }

    public ApiResponse Get(string id)
    {
        var job = jobs.Find(id, query: false);
        jobs.Poll(job);
        return ApiResponse.Ok(job.Describe());
    }

    public ApiResponse List() => ApiResponse.Ok(new JsonObject { ["done"] = true, ["records"] = ApiJson.Array(jobs.All(queries: false), job => job.Describe()), ["nextRecordsUrl"] = null });

    public ApiResponse Results(string id, string which)
    {
        var job = jobs.Find(id, query: false);
        var (extra, rows) = which switch
        {
            "successfulResults" => (new[] { "sf__Id", "sf__Created" }, job.Successful),
            "failedResults" => (["sf__Id", "sf__Error"], job.Refused),
            _ => ([], job.Unprocessed),
        };
        var csv = new StringBuilder();
        BulkCsv.Write(csv, extra.Concat(job.Columns));
        foreach (var row in rows) BulkCsv.Write(csv, row);
        return new ApiResponse(200) { Text = csv.ToString(), ContentType = "text/csv;charset=UTF-8", RecordsRead = rows.Count };
    }

    public ApiResponse Delete(string id)
    {
        var job = jobs.Find(id, query: false);
        if (job.State is BulkState.Open or BulkState.InProgress) throw new ApiException(400, "INVALIDJOBSTATE", $"a job that is {job.State} cannot be deleted");
        jobs.Remove(job);
        return ApiResponse.NoContent;
    }
}
