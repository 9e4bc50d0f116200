using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.TestKit.Simulation;

/// <summary>A CRM in memory: keeps what it was told per record and field, and fails in every way that a network and an org can.</summary>
public sealed class SimulatedSink(SimulatedFaults faults) : IFieldSink
{
    /// <summary>What every record shows.</summary>
    public Dictionary<TargetRecord, Dictionary<CreditField, FieldValue>> Shown { get; } = [];

    /// <summary>How many writes arrived, repeated ones included.</summary>
    public int Arrived { get; private set; }

    public int BatchSize => 5;

    public IReadOnlyList<CheckFinding> Problems => [];

    public bool Accepts(CreditField field) => true;

    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken)
    {
        if (faults.Happens("login refused"))
            throw new ConnectorException(new Failure(FailureKind.Authentication, "The login was refused (simulated).", "Try again."));
        if (faults.Happens("request lost"))
            return Everything(batch, new Failure(FailureKind.Transient, "The request was lost (simulated).", "Try again."));

        var outcomes = new List<WriteOutcome>(batch.Count);
        foreach (var write in batch)
        {
            if (faults.Happens("record locked"))
            {
                outcomes.Add(WriteOutcome.Failed(write.Target, new Failure(FailureKind.Transient, "The record is locked (simulated).", "Try again.")));
                continue;
            }

            Apply(write);
            outcomes.Add(WriteOutcome.Delivered(write.Target));
        }

        faults.MayCrash("after the CRM applied a batch");
        return faults.Happens("response lost")
            ? Everything(batch, new Failure(FailureKind.Transient, "The response was lost (simulated).", "Try again."))
            : Task.FromResult<IReadOnlyList<WriteOutcome>>(outcomes);
    }

    private void Apply(FieldWrite write)
    {
        Arrived++;
        if (!Shown.TryGetValue(write.Target, out var fields))
            Shown[write.Target] = fields = [];
        foreach (var (field, value) in write.Values)
            fields[field] = value;
    }

    private static Task<IReadOnlyList<WriteOutcome>> Everything(IReadOnlyList<FieldWrite> batch, Failure failure) =>
        Task.FromResult<IReadOnlyList<WriteOutcome>>([.. batch.Select(w => WriteOutcome.Failed(w.Target, failure))]);
}
