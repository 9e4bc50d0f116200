using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>
/// Writes many records by Bulk API 2.0: some six calls per job and object, however many records. The rows travel through a temporary file, so that memory does not grow
/// with them. A record counts as written only when the org's own numbers or its list of successes say so.
/// </summary>
internal sealed class BulkWriter(IngestJobs jobs, BulkLedger ledger, FieldMapping fields, SalesforceOptions options, TimeProvider clock)
{
    /// <summary>The most records that are handed over at once; bounds the memory and what a job that fails puts at stake.</summary>
    public const int MostRecords = 50_000;

    /// <summary>Fewer records of one object cost less by Composite.</summary>
    private const int WorthAJob = 5_000;

    /// <summary>How long a job is followed; less than the lease on its records.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(100);

    /// <summary>How long no job is created after the org refused one.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromHours(1);

    /// <summary>How long ending a job may take while CreditBridge stops.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(20);

    /// <summary>Uploads that fail so often in a row say that the way to the org is too narrow for them.</summary>
    private const int MostFailedUploads = 2;

    private DateTimeOffset _refusedUntil = DateTimeOffset.MinValue;
    private int _failedUploads;

    /// <summary>How long handed-over records must be kept from others.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromHours(2);

    /// <summary>Whether jobs are wanted and the org has not just refused one.</summary>
    public bool IsUsable => options.BulkWriteRecords > 0 && clock.GetUtcNow() >= _refusedUntil;

    /// <summary>Whether a job is under way, here or in another process.</summary>
    public async Task<bool> IsBusyAsync(CancellationToken cancellationToken) => (await ledger.LookAsync(cancellationToken)).IsBusy;

    /// <summary>Ends a job that a dead process, or an unreachable org, has left behind.</summary>
    /// <exception cref="ConnectorException">It cannot be ended now, so nothing may be written: its values could land on newer ones.</exception>
    public async Task EndLeftBehindAsync(CancellationToken cancellationToken)
    {
        if ((await ledger.LookAsync(cancellationToken)).LeftBehind is not { } job)
            return;
        await EndAsync(job, cancellationToken);
        await ledger.ClearAsync();
    }

    /// <summary>Writes and notes the outcomes.</summary>
    /// <returns>The writes that must go another way.</returns>
    public async Task<IReadOnlyList<PendingWrite>> SendAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        var left = new List<PendingWrite>();
        foreach (var ofObject in writes.GroupBy(w => w.Write.Target.Kind).OrderBy(g => g.Key))
        {
            outcomes.Set(ofObject, null);
            var rows = WriteCall.InOrder(ofObject.Where(w => IngestFile.CanCarry(w) && w.Write.Values.Keys.Any(fields.Accepts))).ToList();
            if (rows.Count < Math.Min(WorthAJob, Math.Max(1, options.BulkWriteRecords)))
            {
                left.AddRange(ofObject);
                continue;
            }

            left.AddRange(ofObject.Where(w => !IngestFile.CanCarry(w)));
            left.AddRange(await SendObjectAsync(fields.ObjectOf(ofObject.Key), rows, outcomes, cancellationToken));
        }

        return left;
    }

    /// <returns>The rows for which the org takes no job.</returns>
    private async Task<IReadOnlyList<PendingWrite>> SendObjectAsync(WrittenObject target, List<PendingWrite> rows, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        var columns = IngestFile.Columns(rows, fields);
        for (var from = 0; from < rows.Count;)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                outcomes.Set(rows.Skip(from), CompositeWriter.Stopped);
                return [];
            }

            var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                int count;
                await using (var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                    count = IngestFile.Write(stream, rows, from, columns, fields);
                if (!await SendFileAsync(target, file, rows.GetRange(from, count), outcomes, cancellationToken))
                    return rows.GetRange(from, rows.Count - from);
                from += count;
            }
            finally
            {
                File.Delete(file);
            }
        }

        return [];
    }

    /// <summary>Sends one job; false when the org takes none.</summary>
    private async Task<bool> SendFileAsync(WrittenObject target, string file, List<PendingWrite> rows, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        string? job = null;
        try
        {
            var created = await jobs.TryCreateAsync(target, cancellationToken);
            outcomes.AnythingSent = true;
            if (created is null)
            {
                _refusedUntil = clock.GetUtcNow() + AfterRefusal;
                return false;
            }

            job = RecordId.IsValid(created.Id) ? created.Id! : throw new ConnectorException(new Failure(FailureKind.Transient, "The org created a job without an id.", "Nothing to do; it is tried again."));
            await ledger.NoteAsync(job);
            await UploadAsync(job, file, cancellationToken);
            var beganAt = await CloseAsync(job, cancellationToken);
            var ended = await FollowAsync(job, rows.Count, cancellationToken);
            await JudgeAsync(job, target, ended, rows, outcomes, beganAt, cancellationToken);
            await ledger.ClearAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcomes.Set(rows, CompositeWriter.Stopped);
            await LeaveAsync(job);
        }
        catch (ConnectorException e) when (outcomes.AnythingSent || e.Failure.Kind != FailureKind.Authentication)
        {
            outcomes.Set(rows, e.Failure.Kind is FailureKind.Transient or FailureKind.Throttled or FailureKind.Authentication
                ? e.Failure
                : e.Failure with { Kind = FailureKind.Transient });
            await LeaveAsync(job);
        }

        return true;
    }

    private async Task UploadAsync(string job, string file, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.UploadAsync(job, file, cancellationToken);
            _failedUploads = 0;
        }
        catch (ConnectorException) when (++_failedUploads >= MostFailedUploads)
        {
            (_refusedUntil, _failedUploads) = (clock.GetUtcNow() + AfterRefusal, 0);
            throw;
        }
    }

    // Whether closing was heard shows in the state of the job.
    private async Task<DateTimeOffset> CloseAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            return (await jobs.CloseAsync(job, cancellationToken)).AnsweredAt;
        }
        catch (ConnectorException e) when (e.Failure.Kind == FailureKind.Transient)
        {
            if (await jobs.FindAsync(job, cancellationToken) is { State: "Open" })
                return (await jobs.CloseAsync(job, cancellationToken)).AnsweredAt;
            return clock.GetUtcNow();
        }
    }

    private async Task<IngestJob> FollowAsync(string job, int rows, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        for (var pause = JobPace.First(rows); ;)
        {
            await Task.Delay(pause, clock, cancellationToken);
            var elapsed = clock.GetUtcNow() - started;
            var processed = 0L;
            try
            {
                var now = await jobs.FindAsync(job, cancellationToken) ?? new IngestJob(job, "Aborted", "The job was deleted by somebody.", null, null);
                if (now.HasEnded)
                    return now;
                processed = now.NumberRecordsProcessed ?? 0;
            }
            catch (ConnectorException e) when (e.Failure.MayPass && elapsed < Patience)
            {
                // The job goes on while the org cannot be asked.
                pause = e.Failure.RetryAfter is { } asked && asked > pause ? asked : pause;
            }

            if (elapsed >= Patience)
                throw new ConnectorException(new Failure(FailureKind.Transient, $"The job {job} has not ended after {Patience.TotalMinutes:F0} minutes.", "Nothing to do; the records are written again. Setup, Bulk Data Load Jobs shows the job."));
            await ledger.NoteAsync(job);
            pause = JobPace.Next(rows, processed, elapsed, pause);
        }
    }

    private async Task JudgeAsync(string job, WrittenObject target, IngestJob ended, List<PendingWrite> rows, BatchOutcomes outcomes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (processed, failed) = (ended.NumberRecordsProcessed ?? 0, ended.NumberRecordsFailed ?? 0);
        if (ended.State == "JobComplete" && processed == rows.Count && failed == 0)
        {
            outcomes.Set(rows, null, at);
            return;
        }

        if (processed == 0)
        {
            outcomes.Set(rows, Whole(ended));
            return;
        }

        outcomes.Set(rows, new Failure(FailureKind.Transient, $"The job that was to write the record ended as {ended.State} before its turn.{Said(ended)}", "Nothing to do; it is written again."));
        var byId = rows.ToDictionary(r => KeyOf(r.Write.Target.Key), StringComparer.Ordinal);
        var refused = failed == 0 ? [] : await jobs.ResultsAsync(job, target, "failedResults", cancellationToken);
        var isComplete = ended.State == "JobComplete" && processed == rows.Count && refused.Count == failed;
        if (isComplete)
            outcomes.Set(rows, null, at);
        else
            Note(await jobs.ResultsAsync(job, target, "successfulResults", cancellationToken), (_, _) => null);
        Note(refused, (error, write) => RecordFailures.Of(RowError.Parse(error), write.Write));

        void Note(IReadOnlyList<IngestResult> results, Func<string?, PendingWrite, Failure?> failure)
        {
            foreach (var result in results)
            {
                if (byId.TryGetValue(KeyOf(result.Key), out var write))
                    outcomes.Set(write, failure(result.Error, write), at, isCreated: result.IsCreated);
            }
        }

        string KeyOf(string key) => target.KeyField is null ? RecordId.Core(key) : key;
    }

    // A job that touched no row failed for a reason of its own, most often a column that the org does not know.
    private static Failure Whole(IngestJob ended) => ended.ErrorMessage?.Contains("Field name not found", StringComparison.OrdinalIgnoreCase) == true
        || ended.ErrorMessage?.Contains("INVALID_FIELD", StringComparison.OrdinalIgnoreCase) == true
        || ended.ErrorMessage?.Contains("InvalidBatch", StringComparison.OrdinalIgnoreCase) == true
        ? RecordFailures.Of(new ApiError("INVALID_FIELD", ServerText.Clean(ended.ErrorMessage)))
        : new Failure(FailureKind.Transient, $"The job that was to write the record ended as {ended.State} and wrote nothing.{Said(ended)}", "Nothing to do; it is written again. Setup, Bulk Data Load Jobs shows the job.");

    private static string Said(IngestJob ended) => string.IsNullOrEmpty(ended.ErrorMessage) ? "" : $" Salesforce says: {ServerText.Clean(ended.ErrorMessage)}.";

    /// <summary>Ends a job of ours that is not followed any more. What cannot be ended now is ended before the next write.</summary>
    private async Task LeaveAsync(string? job)
    {
        if (job is null)
            return;
        using var soon = new CancellationTokenSource(Farewell);
        try
        {
            await EndAsync(job, soon.Token);
            await ledger.ClearAsync();
        }
        catch (Exception e) when (e is ConnectorException or OperationCanceledException)
        {
            ledger.Lose();
        }
    }

    private async Task EndAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            if ((await jobs.AbortAsync(job, cancellationToken)).Value.HasEnded)
                return;
        }
        catch (ConnectorException e) when (!e.Failure.MayPass && e.Failure.Kind != FailureKind.Authentication)
        {
            // It refuses to be aborted when it has ended by itself, or is known no longer; the next question tells.
        }

        if (await jobs.FindAsync(job, cancellationToken) is { HasEnded: false } still)
            throw new ConnectorException(new Failure(FailureKind.Transient, $"A mass write from before ({job}) is {still.State} and cannot be ended; nothing is written over it.", "Nothing to do; it is tried again. Setup, Bulk Data Load Jobs shows the job."));
    }
}
