using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Salesforce;

namespace CreditBridge.UnitTests.Salesforce;

/// <summary>An org that says what a test tells it to: logins succeed by themselves, every other request gets the next scripted answer.</summary>
internal sealed class ScriptedOrg : HttpMessageHandler
{
    public const string Token = "00D000000000001!AQ.secret_session";

    public const string UserId = "005000000000009AAA";

    private readonly ConcurrentQueue<Func<SentRequest, HttpResponseMessage>> _answers = new();
    private int _logins;

    public StoppedClock Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What the Date header says; null sends none.</summary>
    public DateTimeOffset? ServerTime { get; set; } = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public string? LimitInfo { get; set; } = "api-usage=18/15000";

    public string InstanceUrl { get; set; } = "https://example.my.salesforce.com";

    /// <summary>Answers a login; null lets it succeed.</summary>
    public Func<SentRequest, HttpResponseMessage?> OnLogin { get; set; } = _ => null;

    /// <summary>Answers what nothing was scripted for.</summary>
    public Func<SentRequest, HttpResponseMessage>? Otherwise { get; set; }

    public ConcurrentQueue<SentRequest> Sent { get; } = new();

    public IReadOnlyList<SentRequest> Logins => [.. Sent.Where(IsLogin)];

    public IReadOnlyList<SentRequest> Calls => [.. Sent.Where(r => !IsLogin(r))];

    public static SalesforceOptions ClientCredentials => new()
    {
        Reviews = new ReviewOptions { Enabled = false },
        LoginUrl = "https://example.my.salesforce.com",
        Flow = LoginFlow.ClientCredentials,
        ConsumerKey = "3MVG9key",
        ClientSecret = "very-secret-value",
        OrgCurrency = "EUR",
        CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" },
    };

    public SalesforceConnection Connect(SalesforceOptions? options = null) => new(Context, options ?? ClientCredentials);

    public IConnectionState State { get; init; } = new PassingConnectionState();

    public ConnectionContext Context => new("crm", Clock) { Transport = () => this, State = State };

    public ScriptedOrg Answer(string json, HttpStatusCode status = HttpStatusCode.OK) => Answer(_ => Json(json, status));

    public ScriptedOrg Answer(Func<SentRequest, HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = new SentRequest(request.Method.Method, request.RequestUri!, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Headers.Authorization?.ToString(), request.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value)));
        Sent.Enqueue(sent);
        var response = Respond(sent);
        response.RequestMessage ??= request;
        response.Headers.Date = ServerTime;
        if (LimitInfo is not null)
            response.Headers.TryAddWithoutValidation("Sforce-Limit-Info", LimitInfo);
        return response;
    }

    private HttpResponseMessage Respond(SentRequest sent)
    {
        if (IsLogin(sent))
        {
            return OnLogin(sent) ?? Json(string.Create(CultureInfo.InvariantCulture,
                $$"""{"access_token":"{{Token}}{{Interlocked.Increment(ref _logins)}}","instance_url":"{{InstanceUrl}}","id":"https://login.salesforce.com/id/00D000000000001AAA/{{UserId}}","token_type":"Bearer","extra":{"a":1} }"""));
        }

        if (_answers.TryDequeue(out var answer))
            return answer(sent);
        return Otherwise is not null ? Otherwise(sent) : throw new InvalidOperationException($"Nothing was scripted for {sent.Method} {sent.Uri}.");
    }

    private static bool IsLogin(SentRequest request) => request.Uri.AbsolutePath.EndsWith("/services/oauth2/token", StringComparison.Ordinal);
}

/// <summary>A request as the org received it.</summary>
internal sealed record SentRequest(string Method, Uri Uri, string Body, string? Authorization, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The query in it, decoded.</summary>
    public string Soql => Uri.UnescapeDataString(Uri.Query.Replace("?q=", "", StringComparison.Ordinal));

    /// <summary>The parts of a Composite.</summary>
    public IReadOnlyList<JsonElement> Parts => [.. JsonDocument.Parse(Body).RootElement.GetProperty("compositeRequest").EnumerateArray()];
}

/// <summary>A clock that only moves when told to, or when somebody waits: a pause is over at once and has moved the clock by its length. Deadlines stay real.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || state is CancellationTokenSource)
            return base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
