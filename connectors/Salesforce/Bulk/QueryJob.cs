namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>What a query job is started with.</summary>
/// <param name="Operation">query, or queryAll for deleted records too.</param>
/// <param name="Query">The query.</param>
internal sealed record QueryJobRequest(string Operation, string Query);

/// <summary>A query job of Bulk API 2.0 as the org describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">UploadComplete, InProgress, JobComplete, Failed or Aborted.</param>
/// <param name="NumberRecordsProcessed">Records found so far; null before it runs.</param>
/// <param name="ErrorMessage">Why it failed.</param>
internal sealed record QueryJob(string? Id, string? State, long? NumberRecordsProcessed, string? ErrorMessage)
{
    /// <summary>Whether all results are there.</summary>
    public bool IsComplete => State == "JobComplete";

    /// <summary>Whether there will be no results.</summary>
    public bool IsLost => State is "Failed" or "Aborted";
}
