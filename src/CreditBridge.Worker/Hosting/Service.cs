using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery;
using CreditBridge.Worker.Http;
using CreditBridge.Worker.Http.Api;
using CreditBridge.Worker.Http.Credit;
using CreditBridge.Worker.Http.Status;
using CreditBridge.Worker.Jobs;
using Quartz;

namespace CreditBridge.Worker.Hosting;

/// <summary>The running service: the schedule and the HTTP endpoints around one bridge.</summary>
internal static class Service
{
    /// <summary>Builds the service; it is started by the caller.</summary>
    /// <param name="bridge">The bridge; the caller owns it.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="logging">Where log lines go.</param>
    public static WebApplication Build(Bridge bridge, BridgeOptions options, ILoggerFactory logging)
    {
        bridge.Dispatch.RunsSlowWritesBeside = true;
        var interval = TimeSpan.FromSeconds(options.Schedule.PollSeconds);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Http.Urls);
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton(bridge);
        builder.Services.AddSingleton(new CycleAccelerator(TimeSpan.FromSeconds(options.Schedule.AccelerateSeconds), bridge.Clock));
        ApiEndpoints.AddServices(builder.Services, options.Http);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<CycleJob>(
                trigger => trigger.WithIdentity("cycle").StartNow().WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()),
                job => job.WithIdentity(CycleJob.Key));
            quartz.ScheduleJob<ForecastJob>(
                trigger => trigger.WithIdentity("forecast").StartNow().WithSimpleSchedule(s => s.WithInterval(ForecastJob.Interval).RepeatForever()),
                job => job.WithIdentity(ForecastJob.Key));
        });
        builder.Services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        builder.Services.AddHostedService<ChangeListener>();
        builder.Services.AddHostedService<AlertService>();

        var app = builder.Build();
        HealthEndpoints.Map(app, bridge, interval);
        ApiEndpoints.Map(app, bridge, options.Http);
        StatusEndpoints.Map(app, bridge, interval);
        CreditEndpoints.Map(app, bridge, options.Http);
        return app;
    }
}
