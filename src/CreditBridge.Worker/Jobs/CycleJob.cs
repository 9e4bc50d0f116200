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
            await bridge.RunCycleAsync(write: true, progress: null, cancellationToken);
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

    [LoggerMessage(1001, LogLevel.Error, "The cycle failed; it is tried again at the next interval")]
    private static partial void CycleFailed(ILogger log, Exception defect);
}
