using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Core.Reviews;
using CreditBridge.Worker.Cli.Reviews;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Http.Credit;

/// <summary><c>/credit</c>: the credit team's page; <c>/credit.json</c>: its forecast for machines. Both name customers, so who may read them is an option.</summary>
internal static class CreditEndpoints
{
    internal const string ContentPolicy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const int QueueLines = 25;

    // What the names of headers say by which proxies tell for whom they ask, whoever made the proxy; hyphens aside.
    private static readonly string[] OfProxies = ["Forwarded", "ClientIP", "RealIP", "ConnectingIP", "OriginalHost", "OriginalFor", "ProxyUser", "ExternalAddress", "RemoteIP"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Map(WebApplication app, Bridge bridge, HttpOptions options)
    {
        if (options.CreditPage == CreditPageReaders.Nobody)
            return;
        app.MapGet("/credit.css", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "max-age=300";
            return Results.Stream(typeof(CreditEndpoints).Assembly.GetManifestResourceStream("credit.css")!, "text/css; charset=utf-8");
        });
        app.MapGet("/credit", async (HttpContext http, CancellationToken cancellationToken) =>
        {
            if (!MayRead(http, options.CreditPage))
                return NotYours();
            var view = await bridge.Forecasts.ViewAsync(cancellationToken);
            var queue = await QueueAsync(bridge, cancellationToken);
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            return Results.Content(CreditPage.Render(view, queue, await WatchSections.ReadAsync(bridge, cancellationToken)).Markup, "text/html; charset=utf-8");
        });
        app.MapGet("/credit.json", async (HttpContext http, CancellationToken cancellationToken) =>
        {
            if (!MayRead(http, options.CreditPage))
                return NotYours();
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Json(await bridge.Forecasts.ViewAsync(cancellationToken), Json);
        });
    }

    /// <summary>
    /// Whether a caller may read: on this machine, asking under its name, so that no page of the internet reads through a browser on it, and for itself, so that nobody reads through a proxy on it;
    /// or anybody when that is wanted.
    /// </summary>
    internal static bool MayRead(HttpContext http, CreditPageReaders readers) => readers == CreditPageReaders.Everybody
        || (readers == CreditPageReaders.ThisMachine && (http.Connection.RemoteIpAddress is null || IPAddress.IsLoopback(http.Connection.RemoteIpAddress))
            && MailOptions.IsLoopback(http.Request.Host.Host) && !IsForwarded(http.Request));

    // A proxy asks from this machine, whoever asks the proxy. Some add no header and are known by HTTP/1.0 alone, which no browser speaks.
    private static bool IsForwarded(HttpRequest request) => HttpProtocol.IsHttp10(request.Protocol)
        || request.Headers.Keys.Any(h => h.Equals("Via", StringComparison.OrdinalIgnoreCase)
            || OfProxies.Any(p => h.Replace("-", "", StringComparison.Ordinal).Contains(p, StringComparison.OrdinalIgnoreCase)));

    private static IResult NotYours() => Results.Text(
        "This page names customers and is shown on this machine only, and not through a proxy that can be known as one. Http:CreditPage says who may read it; put a proxy with a login before it when it is Everybody.\n", "text/plain; charset=utf-8", statusCode: StatusCodes.Status403Forbidden);

    private static async Task<QueueView> QueueAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var (reviews, _) = await new ReviewDesk(bridge).ListAsync(new ReviewFilter(), null, QueueLines, cancellationToken);
        var counts = await bridge.Database.Reviews.CountAsync(bridge.Clock.GetUtcNow(), cancellationToken);
        return new QueueView([.. reviews.Select(r => Line(r, bridge.Zone))], Math.Max(counts.Open, reviews.Count));
    }

    private static QueueLine Line(ListedReview listed, TimeZoneInfo zone) => new(
        listed.Review.Key,
        listed.DealName is { } deal ? $"{listed.AccountName}: {deal}" : listed.AccountName,
        ReviewPhrases.Why(listed.Review),
        listed.Review.Amount?.ToDisplay() ?? "unknown",
        (listed.AnalystName, listed.Review.Team) switch { ({ } who, { } team) => $"{who}, {team}", ({ } who, _) => who, (_, { } team) => team, _ => "nobody yet" },
        ReviewPhrases.Clock(listed),
        listed.Clock.State switch { SlaState.Breached => "bad", SlaState.AtRisk => "warn", SlaState.Running => "good", _ => "none" })
    {
        Due = ReviewPhrases.Moment(listed.Clock.DueAt, zone),
    };
}
