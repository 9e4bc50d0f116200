using System.Net;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>An answer that says no: of a request, or of one part of a Composite.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Errors">What it states; empty for HTML, an empty body or an unknown shape.</param>
internal sealed record ErrorAnswer(HttpStatusCode Status, IReadOnlyList<ApiError> Errors)
{
    private const int MaxBody = 64 * 1024;

    /// <summary>How long the other side asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The org's own time when it answered.</summary>
    public DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Whether the org's calls of the last 24 hours are used up; other limits share the code and differ in the text.</summary>
    public bool IsDailyLimit => Errors.Any(e => e.Code == "REQUEST_LIMIT_EXCEEDED" && !e.Message.Contains("Concurrent", StringComparison.OrdinalIgnoreCase));

    /// <summary>Where it redirects to, for a 3xx.</summary>
    public string? RedirectHost { get; init; }

    /// <summary>Whether a 401 means something that a new login does not cure.</summary>
    public bool CannotBeRenewed => Errors.Any(e =>
        e.Message.Contains("Connected app is not attached to Agent", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("This session is not valid for use with the REST API", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads it from a response; a body that breaks off counts as empty.</summary>
    public static async Task<ErrorAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var retry = response.Headers.RetryAfter;
        return new ErrorAnswer(response.StatusCode, ErrorBody.Decode(await ReadTextAsync(response, cancellationToken)))
        {
            RetryAfter = retry?.Delta ?? (retry?.Date is { } until && response.Headers.Date is { } now && until > now ? until - now : null),
            RedirectHost = response.Headers.Location is { IsAbsoluteUri: true } location ? location.Host : null,
        };
    }

    /// <summary>The failure that it means.</summary>
    public Failure ToFailure() => RequestFailures.Of(this);

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var reader = new StreamReader(stream);
            var buffer = new char[MaxBody];
            return new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancellationToken));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }
    }
}
