using System.Net;
using System.Net.Http.Headers;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Configuration;

namespace CreditBridge.Worker.Delivery.Webhooks;

/// <summary>Posts alerts as signed JSON. Redirects are not followed: the address is what the admin has allowed, and nothing else.</summary>
internal sealed class WebhookChannel(string name, WebhookOptions options, HttpClient http, TimeProvider clock) : IAlertChannel
{
    /// <summary>Header with the identity of the message; the same when it is sent again.</summary>
    public const string IdHeader = "X-CreditBridge-Id";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public string Name => $"webhook/{name}";

    /// <inheritdoc />
    public int MostAtOnce => 100;

    /// <inheritdoc />
    public TimeSpan Collects => TimeSpan.Zero;

    /// <inheritdoc />
    public bool KeepsQuiet => true;

    /// <inheritdoc />
    public bool Tells(Alert alert) => true;

    /// <summary>A client that is fit for webhooks: no redirects, no cookies, no proxy credentials.</summary>
    public static HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <inheritdoc />
    public async Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var body = WebhookJson.Of(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(IdHeader, message.Id);
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(body, options.Secret!, clock.GetUtcNow()));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CreditBridge", null));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Longest);
        try
        {
            // What it answers beside the status is none of our business, and may be endless.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return FailureOf(response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Failure(FailureKind.Transient, $"{Host} does not answer: {(e is HttpRequestException { HttpRequestError: var error } ? $"{error}" : "no answer in time")}.", "Check that it can be reached.");
        }
    }

    private string Host => options.Url!.IdnHost;

    private Failure? FailureOf(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        return code switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => Failed(FailureKind.Configuration, "redirects elsewhere, which is not followed", "Set the address that it leads to."),
            401 or 403 => Failed(FailureKind.Authentication, "refuses the request", "Check that both sides have the same secret."),
            429 => Failed(FailureKind.Throttled, "asks for less", "Its own limits decide when it takes the next one.") with { RetryAfter = RetryAfter(response.Headers.RetryAfter) },
            408 or 425 or >= 500 => Failed(FailureKind.Transient, "fails", "When it lasts, ask who runs it.") with { RetryAfter = response.StatusCode == HttpStatusCode.ServiceUnavailable ? RetryAfter(response.Headers.RetryAfter) : null },
            _ => Failed(FailureKind.Configuration, "does not take it", "Check the address and what it expects."),
        };

        Failure Failed(FailureKind kind, string what, string next) => new(kind, $"{Host} {what}.", next) { Code = $"HTTP {code}" };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null);
}
