namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>An ingest job as the org describes it; what else it says is ignored.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="State">Open, UploadComplete, InProgress, JobComplete, Failed or Aborted.</param>
/// <param name="ErrorMessage">Why the job failed as a whole.</param>
/// <param name="NumberRecordsProcessed">Rows that were tried, failed ones included.</param>
/// <param name="NumberRecordsFailed">Of these, rows that failed.</param>
internal sealed record IngestJob(string? Id, string? State, string? ErrorMessage, long? NumberRecordsProcessed, long? NumberRecordsFailed)
{
    /// <summary>Whether nothing will change any more.</summary>
    public bool HasEnded => State is "JobComplete" or "Failed" or "Aborted";
}
