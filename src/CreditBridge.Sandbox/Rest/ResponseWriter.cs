using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Writes responses, packed when the client takes it; or cuts one off when a fault asks for it.</summary>
internal static class ResponseWriter
{
    private const int WorthPacking = 1024;

    public static async Task WriteAsync(HttpContext http, ApiResponse response, bool truncate = false)
    {
        http.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers) http.Response.Headers[name] = value;
        if (response.Status is 204 or 304) return;
        var text = response.Text ?? (response.Body is null ? "" : ApiJson.Write(response.Body));
        if (text.Length == 0)
        {
            http.Response.ContentLength = 0;
            return;
        }

        http.Response.ContentType = response.ContentType;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (truncate)
        {
            await http.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            http.Abort();
            return;
        }

        if (bytes.Length < WorthPacking || !http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
            return;
        }

        http.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
        await packed.WriteAsync(bytes, http.RequestAborted);
    }
}
