using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the database answers, the policy is good, and the last cycle reached every system.
/// Neither shows a customer's data.
/// </summary>
internal static class HealthEndpoints
{
    // Some probes ask for the head only.
    private static readonly string[] Asked = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(WebApplication app, Bridge bridge, TimeSpan interval)
    {
        app.MapMethods("/health/live", Asked, () => Results.Json(new { status = "live" }));
        app.MapMethods("/health/ready", Asked, async (CancellationToken cancellationToken) =>
        {
            var health = await ReadinessCheck.RunAsync(bridge, interval, cancellationToken);
            return Results.Json(health, statusCode: health.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
