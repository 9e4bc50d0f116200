using System.Net.Http.Headers;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Sends requests as they are and reads what comes, up to a size and within a time. It knows nothing of logins.</summary>
internal sealed class ApiWire(HttpClient http, ApiEndpoint endpoint, ApiSettings settings, CallMeter meter, TimeProvider clock) : IDisposable
{
    private readonly AnswerFailures _failures = new(endpoint.Secrets, settings.Errors, clock);
    private readonly RateGate _gate = new(settings.Rate, clock);

    public ApiEndpoint Endpoint => endpoint;

    /// <summary>Sends a request; a failure that the API answers is given back.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sign">Adds what proves who asks; called just before it is sent.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    /// <exception cref="ConnectorException">There is no answer.</exception>
    public async Task<(ApiAnswer? Answer, Failure? Failure)> SendAsync(ApiRequest request, Action<HttpRequestMessage> sign, CancellationToken cancellationToken)
    {
        if (!endpoint.Accepts(request.Address))
            throw new InvalidOperationException($"{request.Address.Authority} is not a host of this connection.");
        var exchange = new OpenExchange(await _gate.EnterAsync(cancellationToken), Build(request), new WaitingTime(endpoint.Timeout, clock, cancellationToken));
        var staysOpen = false;
        try
        {
            sign(exchange.Message);
            var response = exchange.Response = await http.SendAsync(exchange.Message, HttpCompletionOption.ResponseHeadersRead, exchange.Waiting.Token);
            var body = await AnswerBody.ReadAsync(response, request, endpoint.HeldInMemory, exchange.Waiting.Token);
            if (_failures.In(response, body, request) is { } failure)
                return (null, failure);
            var answer = Answer(response, body.Bytes, request);
            if (body.Rest is null)
                return (answer, null);
            staysOpen = true;
            var rest = new LongAnswer(body, exchange, e => Explain(e, request, cancellationToken), around => _failures.Around(response, around, request), endpoint.HeldInMemory);
            return (answer with { Rest = rest }, null);
        }
        catch (Exception e) when (Explain(e, request, cancellationToken) is { } failure)
        {
            throw new ConnectorException(failure, e);
        }
        finally
        {
            meter.Count(exchange.Message);
            if (!staysOpen)
                exchange.Dispose();
        }
    }

    public void Dispose() => _gate.Dispose();

    private Failure? Explain(Exception e, ApiRequest request, CancellationToken callers) => _failures.Explain(e, request, endpoint.Timeout, callers);

    private HttpRequestMessage Build(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Address);
        message.Headers.Accept.ParseAdd(request.Accept);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("CreditBridge", "1.0"));
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.BodyType);
        }

        foreach (var (name, value) in settings.Headers.Select(h => new KeyValuePair<string, string>(h.Key, h.Value)).Concat(request.Headers))
            Set(message, name, value);
        if (request.OnlyReads || request.Once)
            message.Options.Set(ConnectionContext.IdempotentKey, !request.Once);
        return message;
    }

    private static void Set(HttpRequestMessage message, string name, string value)
    {
        message.Headers.Remove(name);
        if (!message.Headers.TryAddWithoutValidation(name, value))
            message.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private static ApiAnswer Answer(HttpResponseMessage response, ReadOnlyMemory<byte> body, ApiRequest request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            headers[name] = string.Join(", ", values);
        return new ApiAnswer(response.StatusCode, body, request)
        {
            Headers = headers,
            MediaType = response.Content.Headers.ContentType?.MediaType ?? "",
            Cookies = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
            AnsweredAt = response.Headers.Date,
        };
    }
}
