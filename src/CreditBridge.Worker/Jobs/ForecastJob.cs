using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Forecasts;
using Quartz;

namespace CreditBridge.Worker.Jobs;

/// <summary>Looks now and then whether a forecast is to be made, or its mail to be sent. What is due is told by what is kept, so that a restart neither forgets nor repeats anything.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ForecastJob(Bridge bridge, ILogger<ForecastJob> log) : IJob
{
    /// <summary>Names the job in the schedule.</summary>
    public static JobKey Key { get; } = new("forecast");

    /// <summary>Time between two looks.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (await bridge.Forecasts.MakeIfDueAsync(cancellationToken) is { } kept)
                Note(kept);
            if (await bridge.ForecastMail.SendIfDueAsync(cancellationToken) is { } standing)
                Note(standing);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping; what is due is still due at the next start.
        }
#pragma warning disable CA1031 // The schedule must survive a defect or a database that is away; reading and writing go on without a forecast.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            Failed(log, defect);
        }
    }

    private void Note(KeptForecast kept)
    {
        if (kept.Result.Failure is { } refusal)
            NotMade(log, refusal.Message, refusal.NextStep);
        else if (kept.Result.Forecast is { } forecast)
            Made(log, forecast.AsOfDate, forecast.Weeks.Sum(w => w.Reviews.Expected), forecast.Weeks.Count, kept.QueuedRows);
    }

    private void Note(MailStanding standing)
    {
        if (standing.Trouble is { } trouble)
            NotSent(log, standing.Day, trouble);
        else if (standing.Refused.Count > 0)
            Refused(log, standing.Day, standing.Delivered.Count, standing.Refused.Count);
        else
            Sent(log, standing.Day, standing.Delivered.Count);
    }

    [LoggerMessage(1201, LogLevel.Information, "Forecast of {Day:yyyy-MM-dd}: {Reviews:0.#} reviews in {Weeks} weeks; {Rows} rows for the CRM")]
    private static partial void Made(ILogger log, DateOnly day, double reviews, int weeks, long rows);

    [LoggerMessage(1202, LogLevel.Warning, "No forecast: {Message} {NextStep}")]
    private static partial void NotMade(ILogger log, string message, string nextStep);

    [LoggerMessage(1203, LogLevel.Error, "The forecast failed; it is tried again")]
    private static partial void Failed(ILogger log, Exception defect);

    [LoggerMessage(1204, LogLevel.Information, "Forecast mail of {Day:yyyy-MM-dd}: delivered to {Delivered}")]
    private static partial void Sent(ILogger log, DateOnly day, int delivered);

    [LoggerMessage(1205, LogLevel.Warning, "Forecast mail of {Day:yyyy-MM-dd}: delivered to {Delivered}, refused for good by {Refused}")]
    private static partial void Refused(ILogger log, DateOnly day, int delivered, int refused);

    [LoggerMessage(1206, LogLevel.Warning, "Forecast mail of {Day:yyyy-MM-dd} is not with everybody yet; it is tried again. {Trouble}")]
    private static partial void NotSent(ILogger log, DateOnly day, string trouble);
}
