using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the database answers, the policy is good, and the last cycle reached every system.
/// <c>/status</c>: the last cycle's report. None of them shows a customer's data.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app, Bridge bridge, TimeSpan interval)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", async (CancellationToken cancellationToken) =>
        {
            var health = await ReadinessCheck.RunAsync(bridge, interval, cancellationToken);
            return Results.Json(health, statusCode: health.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/status", () => bridge.LastCycle is { } cycle
            ? Results.Json(new
            {
                at = bridge.LastCycleAt,
                policy = bridge.ActivePolicy.VersionText,
                policyMistakes = bridge.Policy.Problems.Select(p => p.ToString()),
                read = cycle.Sync.Total,
                sources = cycle.Sync.Sources.Select(s => new { s.Connection, kind = s.Kind.ToString(), s.Result, failure = s.Failure?.Message }),
                evaluated = cycle.Evaluation.Accounts,
                newDecisions = cycle.Evaluation.NewDecisions,
                onHold = cycle.Evaluation.OnHold,
                written = cycle.Dispatch?.Delivered ?? 0,
                refused = cycle.Dispatch?.ParkedCount ?? 0,
                feeds = bridge.Feeds.Select(f => new
                {
                    f.Connection, state = f.Status.State.ToString(), f.Status.Since, f.Status.HeardAt, f.Status.Signals, problem = f.Status.Problem?.Message, nextStep = f.Status.Problem?.NextStep,
                }),
                calls = cycle.Calls,
                milliseconds = (long)cycle.Duration.TotalMilliseconds,
            })
            : Results.Json(new { at = (DateTimeOffset?)null, message = "No cycle has ended yet." }));
    }
}
