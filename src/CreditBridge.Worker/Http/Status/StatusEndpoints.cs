using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Metrics;
using Microsoft.Net.Http.Headers;

namespace CreditBridge.Worker.Http.Status;

/// <summary><c>/</c>: the status page. <c>/status</c>: the same for machines, or the page for a browser. <c>/metrics</c>: figures in Prometheus's text format.</summary>
internal static class StatusEndpoints
{
    // Nothing is loaded but the page's own style, nothing runs, nobody may frame it: the words on the page come from other systems.
    private const string ContentPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void Map(WebApplication app, Bridge bridge, TimeSpan interval)
    {
        // With the context as its only parameter a handler would be taken for one that answers by itself, and its result would be thrown away.
        app.MapGet("/", async (HttpContext http, CancellationToken cancellationToken) => Page(http, await ServiceStatus.ReadAsync(bridge, interval, cancellationToken)));
        app.MapGet("/status", async (HttpContext http, CancellationToken cancellationToken) =>
        {
            var status = await ServiceStatus.ReadAsync(bridge, interval, cancellationToken);
            http.Response.Headers.Vary = HeaderNames.Accept;
            return WantsHtml(http.Request) ? Page(http, status) : Results.Json(StatusJson.Of(status), Json);
        });
        app.MapGet("/status.css", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "max-age=300";
            return Results.Stream(typeof(StatusEndpoints).Assembly.GetManifestResourceStream("status.css")!, "text/css; charset=utf-8");
        });

        var metrics = new BridgeMetrics(bridge);
        var text = new PrometheusText(metrics.Meter);
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            text.Dispose();
            metrics.Dispose();
        });
        app.MapGet("/metrics", () => Results.Text(text.Write(), PrometheusText.MediaType));
    }

    private static IResult Page(HttpContext http, ServiceStatus status)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return Results.Content(StatusPage.Render(status, reloads: http.Request.Query.ContainsKey("reload")).Markup, "text/html; charset=utf-8");
    }

    // A browser names HTML; tools name JSON, anything, or nothing.
    private static bool WantsHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && a.Quality is null or > 0);
}
