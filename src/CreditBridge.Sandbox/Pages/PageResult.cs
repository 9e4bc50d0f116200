using System.Net;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Pages;

/// <summary>A page with the headers that keep it plain: no script, no frame, nothing from elsewhere, never an old copy.</summary>
internal sealed class PageResult(Html page, HttpStatusCode status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = (int)status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        // Not "no-referrer": that would make the browser hide the origin of the form as well.
        response.Headers["Referrer-Policy"] = "same-origin";
        await response.WriteAsync(page.Markup, httpContext.RequestAborted);
    }
}
