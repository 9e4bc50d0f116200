using System.Collections.Concurrent;
using CreditBridge.Abstractions.Connections;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CreditBridge.Worker.Resilience;

/// <summary>
/// The transport that connectors get for HTTP. It limits the time of every attempt, repeats what can be repeated without harm, waits as long as it is asked to, and
/// leaves a host alone for a while that answers nothing but failures. What it could not mend comes out as it is: the response, or an <see cref="HttpRequestException"/>.
/// <para>
/// An attempt ends when the answer begins; how long its body may take is for the client's own timeout, which has to leave room for all attempts.
/// </para>
/// </summary>
/// <param name="inner">Sends the requests.</param>
/// <param name="options">Times and numbers.</param>
/// <param name="clock">Measures all pauses and timeouts.</param>
/// <param name="random">Numbers from 0 to 1, which vary the pauses.</param>
/// <param name="log">Is told of repetitions and of hosts that are left alone.</param>
public sealed class ResilientTransport(HttpMessageHandler inner, TransportOptions options, TimeProvider clock, Func<double> random, ILogger log) : DelegatingHandler(inner)
{
    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _pipelines = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request may be sent twice.</summary>
    internal static bool IsRepeatable(HttpRequestMessage request) =>
        request.Options.TryGetValue(ConnectionContext.IdempotentKey, out var marked) ? marked : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(ConnectionContext.LongPollKey, out var held) && held)
        {
            // It may take minutes without anything being wrong, so it says nothing about the host either.
            request.Options.Set(ConnectionContext.AttemptsKey, 1);
            return await base.SendAsync(request, cancellationToken);
        }

        var host = request.RequestUri?.Authority ?? "";
        var pipeline = _pipelines.GetOrAdd(host, name => HostPipeline.Build(name, options, clock, random, log));
        if (request.Content is { } content && IsRepeatable(request))
            await content.LoadIntoBufferAsync(cancellationToken);
        request.Options.Set(ConnectionContext.AttemptsKey, 0);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(HostPipeline.RequestKey, request);
        try
        {
            return await pipeline.ExecuteAsync(SendOnceAsync, context, request);
        }
        catch (BrokenCircuitException broken)
        {
            var wait = broken.RetryAfter is { } left ? $" for another {Math.Ceiling(left.TotalSeconds)} s" : "";
            throw new HttpRequestException($"{host} failed again and again in the last minute, so it is left alone{wait}.", broken);
        }
        catch (TimeoutRejectedException late)
        {
            throw new HttpRequestException($"{host} did not answer within {options.AttemptTimeoutSeconds} s.", new TimeoutException(late.Message, late));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(ResilienceContext context, HttpRequestMessage request)
    {
        request.Options.TryGetValue(ConnectionContext.AttemptsKey, out var sent);
        request.Options.Set(ConnectionContext.AttemptsKey, sent + 1);
        return await base.SendAsync(request, context.CancellationToken);
    }
}
