using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Reads a body, packed or not.</summary>
internal static class RequestBody
{
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var stream = request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(request.Body, CompressionMode.Decompress)
            : request.Body;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
