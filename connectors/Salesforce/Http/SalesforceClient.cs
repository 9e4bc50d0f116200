using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Budget;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>A good answer.</summary>
/// <param name="Value">Its content.</param>
/// <param name="AskedAt">The org's own time when the request arrived there at the earliest, from its Date header; this machine's clock when there is none.</param>
internal sealed record Answer<T>(T Value, DateTimeOffset AskedAt)
{
    /// <summary>The org's own time when it answered; this machine's clock when it does not say.</summary>
    public DateTimeOffset AnsweredAt { get; init; } = AskedAt;
}

/// <summary>
/// Sends requests to the org's REST API. It adds the session, renews it once when it has expired and repeats the request once; it counts calls and turns
/// everything that is not a good answer into a <see cref="Failure"/>. Repeating what failed otherwise is the business of the transport and of the engine.
/// </summary>
internal sealed class SalesforceClient(HttpClient http, SharedLogin<Session> sessions, CallMeter meter, TimeProvider clock, string apiVersion)
{
    /// <summary>Longest time for one request with its answer; Salesforce itself gives up after 10 minutes.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>Path of the API's root on the instance, without a slash at its end.</summary>
    public string Root { get; } = $"/services/data/v{apiVersion}";

    /// <summary>Is told of every call and may forbid reading; null in a client without a budget.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>GETs a path that starts at the instance's root.</summary>
    /// <exception cref="ConnectorException">There is no good answer, or the budget of calls forbids it.</exception>
    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, string? queryOptions = null)
    {
        Budget?.RequireRead();
        return SendAsync(new ApiCall(HttpMethod.Get, path) { QueryOptions = queryOptions }, type, cancellationToken);
    }

    /// <summary>Sends JSON to a path that starts at the instance's root; something that does no harm when the transport sends it twice.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(ApiCall.Json(method, path, json) with { IsIdempotent = true }, type, cancellationToken);

    /// <summary>Copies an answer that is no JSON, and gives the named ones of its headers. When it fails, a part may have been copied.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public Task<Answer<IReadOnlyDictionary<string, string>>> CopyAsync(string path, string mediaType, Stream target, IReadOnlyList<string> headers, CancellationToken cancellationToken) =>
        SendAsync(new ApiCall(HttpMethod.Get, path) { Accept = mediaType }, (response, token) => ResponseBody.CopyAsync(response, target, headers, token), cancellationToken);

    /// <summary>The API versions that the org offers; not a counted call.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public async Task<IReadOnlyList<ApiVersion>> VersionsAsync(CancellationToken cancellationToken) =>
        (await SendAsync(new ApiCall(HttpMethod.Get, "/services/data/"), SalesforceJson.Default.ListApiVersion, cancellationToken)).Value;

    /// <summary>Sends a Composite request and returns the answers of its parts by reference; a part without an answer is not in it.</summary>
    /// <exception cref="ConnectorException">The call failed as a whole.</exception>
    public async Task<Answer<IReadOnlyDictionary<string, CompositeAnswer>>> SendAsync(CompositeRequest request, CancellationToken cancellationToken)
    {
        // Composite carries queries and writes of absolute values: sending it twice does no harm.
        var call = ApiCall.Json(HttpMethod.Post, Root + "/composite", request.ToJson()) with { IsIdempotent = true };
        var answer = await SendAsync(call, SalesforceJson.Default.CompositeResponse, cancellationToken);
        var parts = new Dictionary<string, CompositeAnswer>(StringComparer.Ordinal);
        foreach (var part in answer.Value.Answers ?? [])
            parts.TryAdd(part.ReferenceId ?? "", part);
        return new(parts, answer.AskedAt) { AnsweredAt = answer.AnsweredAt };
    }

    /// <summary>Sends a request whose answer is JSON.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public Task<Answer<T>> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(call, (response, cancel) => ResponseBody.ReadAsync(response, type, cancel), cancellationToken);

    /// <summary>Sends a request and reads its good answer in a way of the caller's own.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public async Task<Answer<T>> SendAsync<T>(ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var (answer, error) = await TrySendAsync(call, read, cancellationToken);
        return answer ?? throw new ConnectorException(FailureOf(error!, call));
    }

    /// <summary>Sends a request; what the org says against it is given back for the caller to judge.</summary>
    /// <exception cref="ConnectorException">There is no answer, or the login is refused.</exception>
    public async Task<(Answer<T>? Answer, ErrorAnswer? Error)> TrySendAsync<T>(
        ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var session = await sessions.CurrentAsync(either.Token);
            var (answer, error) = await TryAsync(session, call, read, either.Token);
            if (error is { Status: HttpStatusCode.Unauthorized, CannotBeRenewed: false })
            {
                session = await sessions.RenewAsync(session, either.Token);
                (answer, error) = await TryAsync(session, call, read, either.Token);
                if (error?.Status == HttpStatusCode.Unauthorized)
                    throw new ConnectorException(RefusedAfterLogin(error) with { Where = call.Name });
            }

            return (answer, error);
        }
        catch (Exception e) when (TransportFailures.Explain(e, call.Name, Timeout, cancellationToken) is { } failure)
        {
            throw new ConnectorException(failure, e);
        }
        finally
        {
            if (Budget is not null)
                await Budget.SaveSomeAsync();
        }
    }

    /// <summary>What the org's refusal of a request means.</summary>
    public Failure FailureOf(ErrorAnswer error, ApiCall call)
    {
        var failure = error.ToFailure() with { Where = call.Name };
        return error.IsDailyLimit && Budget?.Pause.Left(clock.GetUtcNow()) is { } pause ? failure with { RetryAfter = pause } : failure;
    }

    private async Task<(Answer<T>? Answer, ErrorAnswer? Error)> TryAsync<T>(
        Session session, ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = Build(session, call);
        var (sentAt, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var answeredAt = response.Headers.Date ?? clock.GetUtcNow();
            var askedAt = response.Headers.Date is { } date ? date - clock.GetElapsedTime(started) : sentAt;
            meter.Note(response);
            RequireSameHost(session, response);
            if (!response.IsSuccessStatusCode)
            {
                var error = await ErrorAnswer.ReadAsync(response, cancellationToken);
                if (error.IsDailyLimit)
                    Budget?.Pause.Refused(clock.GetUtcNow());
                return (null, error with { AnsweredAt = answeredAt });
            }

            Budget?.Pause.Served();
            return (new Answer<T>(await read(response, cancellationToken), askedAt) { AnsweredAt = answeredAt }, null);
        }
        finally
        {
            // The list of versions is the one address below /services/data that the org does not count.
            if (call.Path.StartsWith(Root, StringComparison.Ordinal))
                meter.Count(request);
        }
    }

    private static HttpRequestMessage Build(Session session, ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(session.InstanceUrl, call.Path)) { Content = call.Content?.Invoke() };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.AccessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(call.Accept));
        request.Headers.Add("Sforce-Call-Options", "client=CreditBridge");
        if (call.QueryOptions is not null)
            request.Headers.Add("Sforce-Query-Options", call.QueryOptions);
        if (call.UnmodifiedSince is { } moment)
            request.Headers.IfUnmodifiedSince = moment.AddTicks(TimeSpan.TicksPerSecond - 1);
        if (call.IsIdempotent)
            request.Options.Set(ConnectionContext.IdempotentKey, true);
        return request;
    }

    private static void RequireSameHost(Session session, HttpResponseMessage response)
    {
        if (response.RequestMessage?.RequestUri is { } final && final.Host != session.InstanceUrl.Host)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The request was redirected to {final.Host}; its answer is not trusted.",
                "Set LoginUrl to the org's My Domain URL."));
        }
    }

    private static Failure RefusedAfterLogin(ErrorAnswer error)
    {
        var failure = error.ToFailure();
        return failure with
        {
            Kind = FailureKind.Authentication,
            Message = "Salesforce accepts the login but refuses the fresh session. " + failure.Message,
            NextStep = "Check that the app grants the scope 'api', that the user may use the API, and that the login's IP address is allowed for the user's profile.",
        };
    }
}
