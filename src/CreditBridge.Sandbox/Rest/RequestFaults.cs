using CreditBridge.Sandbox.Faults;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Injected failures that answer a request before any resource is asked.</summary>
internal static class RequestFaults
{
    public static ApiResponse? Refusal(SandboxFaults faults, FaultTarget target)
    {
        if (faults.Take(FaultKind.HtmlResponse, target)?.Rule is { } html)
        {
            return new ApiResponse(html.Status ?? 503)
            {
                Text = $"<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>{html.Message ?? "We are down for maintenance."}</h1></body></html>",
                ContentType = "text/html;charset=UTF-8",
            };
        }

        if (faults.Take(FaultKind.EmptyResponse, target)?.Rule is { } empty) return new ApiResponse(empty.Status ?? 502);
        return faults.Take(FaultKind.ErrorResponse, target)?.Rule is { } error
            ? new ApiResponse(error.Status ?? 500, new ApiException(error.Status ?? 500, error.Code!, error.Message ?? error.Code!).Body())
            : null;
    }
}
