using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Rest;

namespace CreditBridge.Sandbox.Bulk;

/// <summary>The jobs of the last seven days.</summary>
internal sealed class BulkJobStore(SandboxOrg org)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private readonly Dictionary<string, BulkJob> jobs = new(StringComparer.Ordinal);
    private long sequence;

    public string NextId() => SalesforceId.Create("750", ++sequence);

    public void Add(BulkJob job) => jobs.Add(job.Id, job);

    public IEnumerable<BulkJob> All(bool queries)
    {
        foreach (var old in jobs.Values.Where(job => org.Now - job.CreatedDate > Kept).ToList()) jobs.Remove(old.Id);
        return jobs.Values.Where(job => job.IsQuery == queries);
    }

    public BulkJob Find(string id, bool query) => SalesforceId.TryNormalize(id, out var full) && jobs.TryGetValue(full, out var job) && job.IsQuery == query
        ? job
        : throw ApiException.NotFound();

    public void Remove(BulkJob job) => jobs.Remove(job.Id);

    public void Move(BulkJob job, BulkState state)
    {
        job.State = state;
        job.Changed = FieldValues.WholeSeconds(org.Now);
    }

    /// <summary>A status was asked for: a job that is done says so from the second time on.</summary>
    public void Poll(BulkJob job)
    {
        if (job.State == BulkState.UploadComplete) Move(job, BulkState.InProgress);
        else if (job.State == BulkState.InProgress && --job.PollsToFinish <= 0) Move(job, job.ErrorMessage is null ? BulkState.JobComplete : BulkState.Failed);
    }
}
