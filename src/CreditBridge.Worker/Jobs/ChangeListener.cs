using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Worker.Hosting;
using Quartz;

namespace CreditBridge.Worker.Jobs;

/// <summary>Runs the change feed of every connection while the service runs, and has the scheduled cycle run early when one hears of a change.</summary>
internal sealed partial class ChangeListener(Bridge bridge, CycleAccelerator accelerator, ISchedulerFactory schedulers, ILogger<ChangeListener> log) : BackgroundService
{
    private static readonly TimeSpan AfterDefect = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var feeds = bridge.Connections.Where(connection => connection.Feed is not null).ToList();
        if (feeds.Count == 0)
            return;
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        var tasks = feeds.Select(connection => ListenAsync(connection, connection.Feed!, stoppingToken)).ToList();
        tasks.Add(accelerator.RunAsync(token => scheduler.TriggerJob(CycleJob.Key, token).AsTask(), stoppingToken));
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task ListenAsync(IConnection connection, IChangeFeed feed, CancellationToken cancellationToken)
    {
        feed.Changed += status => Report(connection.Name, status);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await feed.RunAsync(Heard, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Polling must survive a defect of the feed, or a database that is away.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                FeedFailed(log, connection.Name, defect);
                await Task.Delay(AfterDefect, bridge.Clock, cancellationToken);
            }
        }
    }

    private ValueTask Heard(ChangeSignal signal)
    {
        accelerator.Signal();
        return ValueTask.CompletedTask;
    }

    private void Report(string connection, ChangeFeedStatus status)
    {
        switch (status)
        {
            case { State: ChangeFeedState.Listening, Problem: null }:
                Listening(log, connection);
                break;
            case { State: ChangeFeedState.Listening, Problem: { } problem }:
                ListeningInPart(log, connection, problem.Message, problem.NextStep);
                break;
            case { State: ChangeFeedState.Silent, Problem: { } problem }:
                Silent(log, connection, problem.Message, problem.NextStep);
                break;
            case { State: ChangeFeedState.Off, Problem: { } problem }:
                Refused(log, connection, problem.Message, problem.NextStep);
                break;
        }
    }

    [LoggerMessage(1100, LogLevel.Information, "{Connection} tells of changes as they happen")]
    private static partial void Listening(ILogger log, string connection);

    [LoggerMessage(1101, LogLevel.Warning, "{Connection} tells of some changes as they happen, but not of all: {Message} {NextStep}")]
    private static partial void ListeningInPart(ILogger log, string connection, string message, string nextStep);

    [LoggerMessage(1102, LogLevel.Warning, "{Connection} does not tell of changes at the moment: {Message} {NextStep}")]
    private static partial void Silent(ILogger log, string connection, string message, string nextStep);

    [LoggerMessage(1103, LogLevel.Warning, "{Connection} does not tell of changes: {Message} {NextStep}")]
    private static partial void Refused(ILogger log, string connection, string message, string nextStep);

    [LoggerMessage(1104, LogLevel.Error, "Listening to {Connection} failed; it is tried again in a minute, and polling goes on")]
    private static partial void FeedFailed(ILogger log, string connection, Exception defect);
}
