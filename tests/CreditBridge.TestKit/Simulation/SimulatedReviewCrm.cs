using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.TestKit.Simulation;

/// <summary>
/// The reviews of a CRM in memory: records of ours come into being with their first write, people change and delete them, and what people did is read again. Accounts and deals go
/// to another sink.
/// </summary>
public sealed class SimulatedReviewCrm(SimulatedFaults faults, SimulatedSink others) : IFieldSink
{
    private int _created;

    /// <summary>The reviews.</summary>
    public SimulatedSource<ReviewRecord> Reviews { get; } = new(RecordKind.Review, faults);

    /// <summary>The documents.</summary>
    public SimulatedSource<ReviewDocumentRecord> Documents { get; } = new(RecordKind.ReviewDocument, faults);

    /// <summary>What the records of ours show.</summary>
    public Dictionary<TargetRecord, Dictionary<CreditField, FieldValue>> Shown { get; } = [];

    /// <summary>Writes that arrived, repeated ones included.</summary>
    public List<FieldWrite> Arrived { get; } = [];

    /// <summary>Fields that the org does not have.</summary>
    public Func<CreditField, bool> Has { get; set; } = _ => true;

    /// <inheritdoc />
    public int BatchSize => others.BatchSize;

    /// <inheritdoc />
    public IReadOnlyList<CheckFinding> Problems => [];

    /// <inheritdoc />
    public bool Accepts(CreditField field) => Has(field);

    /// <summary>The review of ours of a key, as people see it.</summary>
    public ReviewRecord Of(string key) => Reviews.Current.Values.Single(r => r.ReviewKey == key);

    /// <summary>Somebody changes a review.</summary>
    public void Change(string key, Func<ReviewRecord, ReviewRecord> change) => Reviews.Put(change(Of(key)));

    /// <summary>Somebody decides about a review.</summary>
    public void Decide(string key, ReviewVerdict verdict, DateTimeOffset at, Func<ReviewRecord, ReviewRecord>? more = null) =>
        Change(key, r => (more ?? (m => m))(r with { Status = ReviewStatus.Decided, Verdict = verdict, DecidedAt = at, DecidedByKey = "u1" }));

    /// <summary>Somebody creates a review.</summary>
    public void Ask(ReviewRecord record) => Reviews.Put(record);

    /// <summary>Somebody deletes a review.</summary>
    public void Delete(string key)
    {
        Reviews.Delete(Of(key).Key);
        Shown.Remove(new TargetRecord(RecordKind.Review, key));
    }

    /// <summary>Somebody deletes a document.</summary>
    public void DeleteDocument(string record)
    {
        Shown.Remove(new TargetRecord(RecordKind.ReviewDocument, Documents.Current[record].DocumentKey ?? record));
        Documents.Delete(record);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken)
    {
        var theirs = batch.Where(w => !w.Target.IsOurs).ToList();
        var outcomes = (theirs.Count == 0 ? [] : await others.WriteAsync(theirs, cancellationToken)).ToDictionary(o => o.Target);
        foreach (var write in batch.Where(w => w.Target.IsOurs))
        {
            if (faults.Happens("review locked"))
            {
                outcomes[write.Target] = WriteOutcome.Failed(write.Target, new Failure(FailureKind.Transient, "The record is locked (simulated).", "Try again."));
                continue;
            }

            if (write.Target is { IsOurs: true, RecordKey: { } id } && !Reviews.Current.ContainsKey(id))
            {
                outcomes[write.Target] = WriteOutcome.Failed(write.Target, new Failure(FailureKind.RecordRejected, "The record was deleted (simulated).", "Nothing."));
                continue;
            }

            Apply(write);
            outcomes[write.Target] = faults.Happens("review answer lost")
                ? WriteOutcome.Failed(write.Target, new Failure(FailureKind.Transient, "The response was lost (simulated).", "Try again."))
                : WriteOutcome.Delivered(write.Target);
        }

        faults.MayCrash("after the CRM applied reviews");
        return [.. batch.Select(w => outcomes[w.Target])];
    }

    private void Apply(FieldWrite write)
    {
        Arrived.Add(write);
        if (!Shown.TryGetValue(write.Target, out var fields))
            Shown[write.Target] = fields = [];
        foreach (var (field, value) in write.Values)
            fields[field] = value;
        var isNew = write.Target.Kind == RecordKind.Review
            ? write.Target.RecordKey is null && Reviews.Current.Values.All(r => r.ReviewKey != write.Target.Key)
            : Documents.Current.Values.All(d => d.DocumentKey != write.Target.Key);
        if (write.Target.Kind == RecordKind.Review)
            ApplyReview(write, isNew);
        else if (isNew)
            Documents.Put(new ReviewDocumentRecord($"doc{_created++:000}", Text(write, CreditFields.ReviewDocument.Type)!, DocumentStatus.Requested) { DocumentKey = write.Target.Key, AccountKey = Text(write, CreditFields.ReviewDocument.Account) });
    }

    private void ApplyReview(FieldWrite write, bool isNew)
    {
        var record = isNew ? new ReviewRecord($"rec{_created++:000}", ReviewStatus.New) { ReviewKey = write.Target.Key }
            : write.Target.RecordKey is { } id ? Reviews.Current[id] : Of(write.Target.Key);
        var changed = record with
        {
            ReviewKey = write.Target.Key,
            AccountKey = Text(write, CreditFields.Review.Account) ?? record.AccountKey,
            OpportunityKey = Text(write, CreditFields.Review.Opportunity) ?? record.OpportunityKey,
            Status = Text(write, CreditFields.Review.Status) switch
            {
                null => record.Status,
                "Waiting for documents" => ReviewStatus.WaitingForDocuments,
                "In review" => ReviewStatus.InReview,
                "Withdrawn" => ReviewStatus.Withdrawn,
                "New" => ReviewStatus.New,
                var other => throw new InvalidOperationException($"Nobody but a person sets the status '{other}'."),
            },
        };
        if (isNew || changed != record)
            Reviews.Put(changed);
    }

    private static string? Text(FieldWrite write, CreditField field) => write.Values.TryGetValue(field, out var value) ? value.Content as string : null;
}
