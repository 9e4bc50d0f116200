using CreditBridge.Sandbox.Accounting;
using CreditBridge.Sandbox.Auth;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CreditBridge.Sandbox.Rest;

/// <summary>
/// The way of every data request: size of the url, session, faults, allowance, resource, response. Everything that touches the org runs under its gate.
/// </summary>
internal sealed class ApiGateway(SandboxOrg org, SandboxFaults faults, CallLedger calls, SessionStore sessions, ResourceMap resources)
{
    public async Task HandleAsync(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (RequestSize.Refuses(http.Request, target) is { } refused)
        {
            await ResponseWriter.WriteAsync(http, refused);
            calls.Record(org.Now, http.Request.Method, target, refused.Status, 0, 0, 0, null);
            return;
        }

        if (IsVersionList(target))
        {
            await ResponseWriter.WriteAsync(http, ApiResponse.Ok(resources.About.Versions()));
            calls.Record(org.Now, http.Request.Method, target, 200, 0, 0, 0, null);
            return;
        }

        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        var fault = new FaultTarget(http.Request.Method, target);
        if (faults.Take(FaultKind.Latency, fault) is { } latency) await Task.Delay(latency.Rule.Delay, org.Options.Clock, http.RequestAborted);
        if (faults.Take(FaultKind.LostRequest, fault) is not null)
        {
            Abort(http, target, 0, null);
            return;
        }

        var session = Authenticate(http, fault, out var denied);
        if (session is null)
        {
            await ResponseWriter.WriteAsync(http, denied!);
            calls.Record(org.Now, http.Request.Method, target, denied!.Status, 0, 0, 0, null);
            return;
        }

        var counted = CallCost.Of(target, body);
        var response = Refused(fault, counted) ?? Answer(http.Request, target, body, session);
        var lost = faults.Take(FaultKind.LostResponse, fault) is not null;
        calls.Record(org.Now, http.Request.Method, target, lost ? 0 : response.Status, counted, response.RecordsRead, response.RecordsWritten, session.Username);
        if (lost)
        {
            http.Abort();
            return;
        }

        http.Response.Headers["Sforce-Limit-Info"] = $"api-usage={calls.Used}/{calls.DailyLimit}{faults.Take(FaultKind.LimitInfoSuffix, fault)?.Rule.Message}";
        await ResponseWriter.WriteAsync(http, response, truncate: faults.Take(FaultKind.TruncatedBody, fault) is not null);
    }

    private static bool IsVersionList(string target) => target.Split('?')[0].TrimEnd('/').Equals("/services/data", StringComparison.OrdinalIgnoreCase);

    private Session? Authenticate(HttpContext http, FaultTarget fault, out ApiResponse? denied)
    {
        denied = null;
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim()
            : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? header[6..].Trim() : "";
        if (faults.Take(FaultKind.ExpiredSession, fault) is not null) sessions.Close(token);
        if (faults.Take(FaultKind.RefusedSession, fault)?.Rule is { } rule)
        {
            denied = Denied(rule.Message ?? "This session is not valid for use with the REST API");
            return null;
        }

        var session = sessions.Find(token, http.Request.Host.Value ?? "");
        if (session is null)
        {
            denied = Denied("Session expired or invalid");
            http.Response.Headers.WWWAuthenticate = "Token";
        }

        return session;
    }

    private static ApiResponse Denied(string message) => new(401, new ApiException(401, "INVALID_SESSION_ID", message).Body());

    /// <summary>The refusals before a resource is asked: injected failures, then the allowance.</summary>
    private ApiResponse? Refused(FaultTarget fault, int counted)
    {
        if (RequestFaults.Refusal(faults, fault) is { } injected) return injected;
        if (faults.Take(FaultKind.RequestLimit, fault)?.Rule is { } limit) return OverLimit(limit.Message ?? "TotalRequests Limit exceeded.");
        return calls.TryCount(counted, org.Now) ? null : OverLimit("TotalRequests Limit exceeded.");
    }

    private static ApiResponse OverLimit(string message) => new(403, new ApiException(403, "REQUEST_LIMIT_EXCEEDED", message).Body());

    private ApiResponse Answer(HttpRequest http, string target, string body, Session session)
    {
        if (RequestTarget.Parse(target) is not { } parsed) return new ApiResponse(404, ApiException.NotFound().Body());
        lock (org.Gate)
        {
            org.Store.CommitDue(org.Now);
            var method = parsed.Query.TryGetValue("_HttpMethod", out var overridden) && http.Method == "POST" ? overridden.ToUpperInvariant() : http.Method;
            return resources.Answer(new ApiRequest(method, parsed.Segments, parsed.Query, parsed.Version, org.AccessOf(session.UserId))
            {
                Target = target,
                Text = body,
                Origin = ChangeOrigin.OfRest(parsed.Version, http.Headers["Sforce-Call-Options"]),
                Headers = http.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            });
        }
    }

    private void Abort(HttpContext http, string target, int counted, string? username)
    {
        calls.Record(org.Now, http.Request.Method, target, 0, counted, 0, 0, username);
        http.Abort();
    }
}
