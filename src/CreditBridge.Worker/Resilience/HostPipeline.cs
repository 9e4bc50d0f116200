using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CreditBridge.Worker.Resilience;

/// <summary>Builds what happens around the requests to one host, from the outside in: repeat, leave alone, time.</summary>
internal static class HostPipeline
{
    /// <summary>Share of failures in <see cref="s_window"/> at which a host is left alone.</summary>
    private const double BreakRatio = 0.9;

    /// <summary>Fewer answers than this in the window say nothing about a host.</summary>
    private const int BreakMinimum = 10;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(60);

    public static ResiliencePropertyKey<HttpRequestMessage> RequestKey { get; } = new("CreditBridge.Request");

    public static ResiliencePipeline<HttpResponseMessage> Build(string host, TransportOptions options, TimeProvider clock, Func<double> random, ILogger log)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (options.Attempts > 1)
            builder.AddRetry(Retry(host, options, clock, random, log));
        return builder
            .AddCircuitBreaker(Breaker(host, options, log))
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptTimeoutSeconds))
            .Build();
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(string host, TransportOptions options, TimeProvider clock, Func<double> random, ILogger log)
    {
        var longest = TimeSpan.FromSeconds(options.LongestPauseSeconds);
        return new()
        {
            MaxRetryAttempts = options.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = random,
            Delay = TimeSpan.FromSeconds(options.RetryDelaySeconds),
            MaxDelay = longest,
            ShouldHandle = args => ValueTask.FromResult(
                args.Context.Properties.TryGetValue(RequestKey, out var request)
                && ResilientTransport.IsRepeatable(request)
                && MayPass(args.Outcome, args.Context.CancellationToken)
                && !(AskedPause(args.Outcome.Result, clock) > longest)),
            // Null lets the strategy choose: exponential with jitter.
            DelayGenerator = args => ValueTask.FromResult(AskedPause(args.Outcome.Result, clock)),
            OnRetry = args =>
            {
                log.LogWarning(
                    "{Host} {Answer}; attempt {Attempt} of {Attempts} follows in {PauseSeconds:0.0} s",
                    host, Describe(args.Outcome), args.AttemptNumber + 2, options.Attempts, args.RetryDelay.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        };
    }

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(string host, TransportOptions options, ILogger log) => new()
    {
        FailureRatio = BreakRatio,
        MinimumThroughput = BreakMinimum,
        SamplingDuration = s_window,
        BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
        // A host that asks for less (429) is alive; the pause that it asks for is respected elsewhere.
        ShouldHandle = args => ValueTask.FromResult(
            MayPass(args.Outcome, args.Context.CancellationToken) && args.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
        OnOpened = args =>
        {
            log.LogWarning("{Host} {Answer}, like nearly all calls in the last minute; it is left alone for {BreakSeconds} s", host, Describe(args.Outcome), options.BreakSeconds);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            log.LogInformation("{Host} answers again", host);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>Whether the failure may pass by itself. A call that its caller gave up, and one to a host that is left alone, have not failed in that sense.</summary>
    private static bool MayPass(Outcome<HttpResponseMessage> outcome, CancellationToken caller) => outcome switch
    {
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => !caller.IsCancellationRequested,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or (HttpStatusCode)420 or HttpStatusCode.TooManyRequests } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError } => true,
        _ => false,
    };

    /// <summary>The pause that the other side asks for; null when it does not say.</summary>
    private static TimeSpan? AskedPause(HttpResponseMessage? response, TimeProvider clock) => response?.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    private static string Describe(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } response ? $"answered {(int)response.StatusCode}" : $"could not be called ({outcome.Exception?.Message})";
}
