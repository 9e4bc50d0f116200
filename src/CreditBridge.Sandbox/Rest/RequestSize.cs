using System.Text;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Rest;

/// <summary>The limits on the bytes of a url, and of a url with its headers.</summary>
internal static class RequestSize
{
    private const int Max = 16_384;

    public static ApiResponse? Refuses(HttpRequest request, string target)
    {
        var uri = Encoding.UTF8.GetByteCount(target) + request.Scheme.Length + 3 + (request.Host.Value?.Length ?? 0);
        if (uri > Max) return new ApiResponse(414) { Text = "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>", ContentType = "text/html;charset=iso-8859-1" };
        var headers = request.Headers.Sum(header => header.Value.Sum(value => header.Key.Length + (value?.Length ?? 0) + 4));
        return uri + headers > Max
            ? new ApiResponse(431) { Text = "<h1>Bad Message 431</h1><pre>reason: Request Header Fields Too Large</pre>", ContentType = "text/html;charset=iso-8859-1" }
            : null;
    }
}
