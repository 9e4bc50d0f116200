using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Bulk;

internal enum BulkState
{
    Open,
    UploadComplete,
    InProgress,
    JobComplete,
    Failed,
    Aborted,
}

/// <summary>A job of Bulk API 2.0. What it produced is there as soon as it has run, but the first status after that still says InProgress.</summary>
internal sealed record BulkJob(string Id, string Object, string Operation, string Version, string CreatedById, DateTimeOffset CreatedDate)
{
    public BulkState State { get; set; } = BulkState.Open;

    public DateTimeOffset Changed { get; set; } = CreatedDate;

    public string? ExternalIdField { get; init; }

    public string LineEnding { get; init; } = "LF";

    public string ColumnDelimiter { get; init; } = "COMMA";

    public string? Query { get; init; }

    public string? Upload { get; set; }

    public string? ErrorMessage { get; set; }

    public int Processed { get; set; }

    public int Failed { get; set; }

    public int PollsToFinish { get; set; } = 1;

    public List<IReadOnlyList<string>> Successful { get; } = [];

    public List<IReadOnlyList<string>> Refused { get; } = [];

    public List<IReadOnlyList<string>> Unprocessed { get; } = [];

    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>The rows of a query job.</summary>
    public List<IReadOnlyList<string>> Rows { get; } = [];

    public bool IsQuery => Query is not null;

    public JsonObject Describe()
    {
        var json = new JsonObject
        {
            ["id"] = Id, ["operation"] = Operation, ["object"] = Object, ["createdById"] = CreatedById, ["createdDate"] = FieldValues.Format(CreatedDate),
            ["systemModstamp"] = FieldValues.Format(Changed), ["state"] = State.ToString(), ["concurrencyMode"] = "Parallel", ["contentType"] = "CSV",
            ["apiVersion"] = decimal.Parse(Version), ["jobType"] = IsQuery ? "V2Query" : "V2Ingest", ["lineEnding"] = LineEnding, ["columnDelimiter"] = ColumnDelimiter,
        };
        if (!IsQuery) json["contentUrl"] = $"services/data/v{Version}/jobs/ingest/{Id}/batches";
        if (ExternalIdField is not null) json["externalIdFieldName"] = ExternalIdField;
        if (State is BulkState.Open or BulkState.UploadComplete) return json;
        json["numberRecordsProcessed"] = Processed;
        if (!IsQuery) json["numberRecordsFailed"] = Failed;
        json["retries"] = 0;
        json["totalProcessingTime"] = Processed / 10;
        if (!IsQuery)
        {
            json["apiActiveProcessingTime"] = Processed / 20;
            json["apexProcessingTime"] = 0;
        }

        if (IsQuery) json["isPkChunkingSupported"] = true;
        if (ErrorMessage is not null) json["errorMessage"] = ErrorMessage;
        return json;
    }
}
