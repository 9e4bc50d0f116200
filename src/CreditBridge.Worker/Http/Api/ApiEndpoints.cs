using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Http.Api;

/// <summary>
/// <c>/api/v1/credit-checks</c>: a soft check on demand, for a flow or another caller with the key. <c>/openapi/v1.json</c> describes it. Nothing of this is there
/// unless Http:ApiKey is set.
/// </summary>
internal static partial class ApiEndpoints
{
    private const string Path = "/api/v1/credit-checks";
    private const int MostBytes = 1024;
    private const int MostPerMinute = 120;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Registers what the endpoints need.</summary>
    public static void AddServices(IServiceCollection services, HttpOptions options)
    {
        if (options is not { HasApi: true, ApiKey: { } secret })
            return;
        var key = new ApiKey(secret);
        services.AddRateLimiter(limiter =>
        {
            // Who guesses keys uses up a share of his own, and not that of callers who have one.
            limiter.AddPolicy(Path, context => RateLimitPartition.GetFixedWindowLimiter(
                key.IsIn(context.Request), _ => new FixedWindowRateLimiterOptions { PermitLimit = MostPerMinute, Window = TimeSpan.FromMinutes(1) }));
            limiter.OnRejected = async (context, _) => await Answer(CheckAnswer.TooMany).ExecuteAsync(context.HttpContext);
        });
    }

    /// <summary>Maps the endpoints.</summary>
    public static void Map(WebApplication app, Bridge bridge, HttpOptions options)
    {
        if (options is not { HasApi: true, ApiKey: { } secret })
            return;
        var key = new ApiKey(secret);
        var desk = new CheckDesk(bridge, app.Lifetime.ApplicationStopping);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiEndpoints));
        app.UseRateLimiter();
        app.MapGet("/openapi/v1.json", () => Results.Text(OpenApiDocument.Text, "application/json"));
        var checks = app.MapGroup(Path).RequireRateLimiting(Path);
        checks.MapPost("", (HttpContext context, CancellationToken stop) => RunAsync(context, async () =>
        {
            var (id, problem) = await ReadAsync(context.Request, stop);
            return problem is not null ? (problem, id) : (await desk.CheckAsync(id!, stop), id);
        }));
        checks.MapGet("/{opportunityId}", (HttpContext context, string opportunityId, CancellationToken stop) => RunAsync(context, async () =>
            OpportunityId.TryNormalize(opportunityId, out var id) ? (await desk.LastAsync(id, stop), id) : (CheckAnswer.BadId, null)));

        async Task<IResult> RunAsync(HttpContext context, Func<Task<(CheckAnswer Answer, string? Id)>> ask)
        {
            var started = bridge.Clock.GetTimestamp();
            var (answer, id) = (CheckAnswer.BadKey, (string?)null);
            try
            {
                if (key.IsIn(context.Request))
                    (answer, id) = await ask();
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // A defect is answered like any other failure, without its insides; the log has them.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                answer = CheckAnswer.Busy;
                Failed(log, defect);
            }

            Asked(log, context.Request.Method, id ?? "", answer.Status, answer.Check?.Status ?? answer.Detail, context.Connection.RemoteIpAddress?.ToString() ?? "",
                (long)bridge.Clock.GetElapsedTime(started).TotalMilliseconds);
            return Answer(answer);
        }
    }

    private static IResult Answer(CheckAnswer answer) => answer.Check is { } check
        ? Results.Json(check, Json)
        : Results.Json(new CheckProblem("about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(answer.Status), answer.Status, answer.Detail, answer.NextStep),
            Json, "application/problem+json", answer.Status);

    // At most one byte more than allowed is ever read.
    private static async Task<(string? Id, CheckAnswer? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (read > MostBytes)
            return (null, CheckAnswer.TooLarge);
        try
        {
            var asked = JsonSerializer.Deserialize<CreditCheckRequest>(body.AsSpan(0, read), Json);
            return OpportunityId.TryNormalize(asked?.OpportunityId, out var id) ? (id, null) : (null, CheckAnswer.BadId);
        }
        catch (JsonException)
        {
            return (null, CheckAnswer.BadId);
        }
    }

    [LoggerMessage(1100, LogLevel.Information, "{Method} credit check of {Opportunity}: {HttpStatus} {Result}, asked from {Remote}, {Milliseconds} ms")]
    private static partial void Asked(ILogger log, string method, string opportunity, int httpStatus, string result, string remote, long milliseconds);

    [LoggerMessage(1101, LogLevel.Error, "A credit check that was asked for failed")]
    private static partial void Failed(ILogger log, Exception defect);
}

/// <summary>What a caller asks.</summary>
/// <param name="OpportunityId">The deal.</param>
internal sealed record CreditCheckRequest(string? OpportunityId);

/// <summary>Why there is no check, in the form of RFC 9457.</summary>
/// <param name="Type">Kind of the problem.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened.</param>
/// <param name="NextStep">What to do about it.</param>
internal sealed record CheckProblem(string Type, string Title, int Status, string Detail, string NextStep);
