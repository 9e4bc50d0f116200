using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Accounting;
using CreditBridge.Sandbox.Auth;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Rest;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>/cometd/{version}: Bayeux messages over long polling. None of it counts as an API call.</summary>
internal sealed class CometdEndpoint(SandboxOrg org, SandboxFaults faults, CallLedger calls, SessionStore sessions, BayeuxServer server, Func<string, bool> offers, CancellationToken stopping)
{
    private const int MaxBody = 32_768;

    public async Task HandleAsync(HttpContext http, string version)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await HandleAsync(http, version, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    private async Task HandleAsync(HttpContext http, string version, CancellationToken cancellationToken)
    {
        var target = http.Request.Path.Value ?? "";
        var fault = new FaultTarget(http.Request.Method, target);
        var body = await RequestBody.ReadAsync(http.Request, cancellationToken);
        if (faults.Take(FaultKind.Latency, fault) is { } latency) await Task.Delay(latency.Rule.Delay, org.Options.Clock, cancellationToken);
        if (faults.Take(FaultKind.LostRequest, fault) is not null)
        {
            http.Abort();
            return;
        }

        var response = Refused(http, version, body, fault) ?? await AnswerAsync(http, body, fault, cancellationToken);
        var lost = response is null || faults.Take(FaultKind.LostResponse, fault) is not null;
        calls.Record(org.Now, http.Request.Method, $"{target} {Channels(body)}", lost ? 0 : response!.Status, 0, 0, 0, null);
        if (lost) http.Abort();
        else await ResponseWriter.WriteAsync(http, response!, truncate: faults.Take(FaultKind.TruncatedBody, fault) is not null);
    }

    private ApiResponse? Refused(HttpContext http, string version, string body, FaultTarget fault)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return new ApiResponse(405) { Text = "HTTP method not supported", ContentType = "text/html" };
        if (Encoding.UTF8.GetByteCount(body) > MaxBody) return new ApiResponse(413) { Text = "Maximum Request Size Exceeded", ContentType = "text/html" };
        if (version.Length == 0) return Invalid("API version in the URI is mandatory. URI format: '/cometd/67.0'");
        if (!offers(version)) return Invalid("Unsupported API version. Only API versions '37.0' and above are supported. URI format: '/cometd/67.0'");
        return RequestFaults.Refusal(faults, fault);
    }

    private static ApiResponse Invalid(string message) => new(400) { Text = $"400::{message}", ContentType = "text/html" };

    private async Task<ApiResponse?> AnswerAsync(HttpContext http, string body, FaultTarget fault, CancellationToken cancellationToken)
    {
        var messages = Messages(body);
        if (messages is null) return Invalid("Bad request");
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.Split(' ', 2) is [_, var given] ? given.Trim() : "";
        var expired = faults.Take(FaultKind.ExpiredSession, fault);
        if (expired is not null) sessions.Close(token);
        var authority = http.Request.Host.Value ?? "";
        Session? Current() => sessions.Find(token, authority);

        if (Current() is not { } session)
        {
            var reason = token.Length == 0 ? "401::Request requires authentication" : "401::Authentication invalid";
            return new ApiResponse(expired?.Rule.Status ?? 200, ApiJson.Array(messages, message => Bayeux.Unauthenticated(Channel(message), message, reason)));
        }

        var answers = new JsonArray();
        foreach (var message in messages)
        {
            var replies = await server.AnswerAsync(new BayeuxRequest(message, Channel(message), session.UserId, Cookie(http), () => Current() is not null), fault, cancellationToken);
            if (replies is null) return null;
            foreach (var reply in replies) answers.Add(reply);
            if (server.CookieFor(replies) is { } cookie) http.Response.Headers.Append("Set-Cookie", $"{BayeuxServer.CookieName}={cookie}; Path=/; HttpOnly");
        }

        return ApiResponse.Ok(answers);
    }

    private static List<JsonObject>? Messages(string body)
    {
        try
        {
            return JsonNode.Parse(body) switch
            {
                JsonObject one => [one],
                JsonArray all when all.All(item => item is JsonObject) => [.. all.Select(item => (JsonObject)item!)],
                _ => null,
            };
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Channel(JsonObject message) => message.Text("channel") ?? "";

    private static string Channels(string body) => string.Join(' ', (Messages(body) ?? []).Select(Channel));

    private static string? Cookie(HttpContext http) => http.Request.Cookies[BayeuxServer.CookieName];
}
