using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;
using Quartz;

namespace CreditBridge.Worker.Jobs;

/// <summary>The scheduled cycle. Never two at a time; a cycle that takes longer than the interval delays the next one.</summary>
[DisallowConcurrentExecution]
internal sealed partial class CycleJob(Bridge bridge, CycleAccelerator accelerator, ILogger<CycleJob> log) : IJob
{
    /// <summary>Names the job in the schedule.</summary>
    public static JobKey Key { get; } = new("cycle");

    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        accelerator.CycleStarts();
        try
        {
            var report = await bridge.RunCycleAsync(write: true, progress: null, cancellationToken);
            foreach (var problem in bridge.Policy.Problems)
                PolicyProblem(log, problem.ToString());
            Report(report);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping; the next start goes on from here.
        }
#pragma warning disable CA1031 // The schedule must survive a defect or a database that is away; the log and the health endpoint say so.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            bridge.CycleHasFailed();
            CycleFailed(log, defect);
        }
    }

    private void Report(CycleReport report)
    {
        foreach (var source in report.Sync.Sources.Where(s => s.Failure is not null))
            SourceStopped(log, source.Connection, source.Kind.ToString(), source.Failure!.Message, source.Failure.NextStep);
        foreach (var problem in report.FieldProblems)
            FieldProblem(log, problem.Subject, problem.Message, problem.NextStep ?? "");
        if (report.Sync.Total.RemovalWithheld is { } withheld)
            RemovalWithheld(log, withheld);
        if (report.Dispatch?.Stopped is { } stopped)
            WritingStopped(log, stopped.Message, stopped.NextStep);
        foreach (var (target, failure) in report.Dispatch?.Parked ?? [])
            WriteRefused(log, target.Kind.ToString(), target.Key, failure.Message, failure.NextStep);
        foreach (var (account, reason) in report.Evaluation.Defects)
            EvaluationDefect(log, account, reason);

        var total = report.Sync.Total;
        CycleDone(log, total.Read, total.Added + total.Changed + total.Removed, total.Rejected, report.Evaluation.Accounts, report.Evaluation.NewDecisions,
            report.Dispatch?.Delivered ?? 0, report.Calls, (long)report.Duration.TotalMilliseconds);
    }

    [LoggerMessage(1000, LogLevel.Information, "Cycle done: read {Read} ({Changed} changed, {Rejected} rejected), evaluated {Evaluated} ({Decisions} new decisions), wrote {Written} records, {Calls} counted calls, {Milliseconds} ms")]
    private static partial void CycleDone(ILogger log, long read, long changed, long rejected, long evaluated, long decisions, long written, long calls, long milliseconds);

    [LoggerMessage(1001, LogLevel.Error, "The cycle failed; it is tried again at the next interval")]
    private static partial void CycleFailed(ILogger log, Exception defect);

    [LoggerMessage(1002, LogLevel.Warning, "Reading {Connection} {Kind} stopped: {Message} {NextStep}")]
    private static partial void SourceStopped(ILogger log, string connection, string kind, string message, string nextStep);

    [LoggerMessage(1003, LogLevel.Warning, "{Subject}: {Message} {NextStep}")]
    private static partial void FieldProblem(ILogger log, string subject, string message, string nextStep);

    [LoggerMessage(1004, LogLevel.Warning, "Nothing was removed: {Reason}")]
    private static partial void RemovalWithheld(ILogger log, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Writing stopped: {Message} {NextStep}")]
    private static partial void WritingStopped(ILogger log, string message, string nextStep);

    [LoggerMessage(1006, LogLevel.Warning, "{Kind} {Key} was refused: {Message} {NextStep}")]
    private static partial void WriteRefused(ILogger log, string kind, string key, string message, string nextStep);

    [LoggerMessage(1007, LogLevel.Error, "Account {Account} could not be evaluated: {Reason}")]
    private static partial void EvaluationDefect(ILogger log, string account, string reason);

    [LoggerMessage(1008, LogLevel.Error, "The policy file has a mistake, so the last good policy stays active: {Problem}")]
    private static partial void PolicyProblem(ILogger log, string problem);
}
