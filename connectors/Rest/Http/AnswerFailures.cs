using System.Net;
using System.Text;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>What it means when the answer of an API is not a good one.</summary>
internal sealed class AnswerFailures(SecretTexts secrets, ErrorRules rules, TimeProvider clock)
{
    private const int ShownText = 200;

    /// <summary>The failure in an answer; null when it is good. Of a long answer only the beginning is known here.</summary>
    public Failure? In(HttpResponseMessage response, AnswerBody answer, ApiRequest request)
    {
        var body = answer.Bytes;
        var status = (int)response.StatusCode;
        var good = response.IsSuccessStatusCode || request.AlsoGood.Contains(status);
        if (status is >= 300 and < 400 && !good)
            return Redirected(response, request);
        var media = response.Content.Headers.ContentType?.MediaType ?? "";
        if (good && (request.AnyContent || body.IsEmpty))
            return null;
        if (!LooksLikeJson(body.Span))
            return good ? NotJson(response, media, body, request) : OfStatus(response, null, Start(body), null, request);
        if (good && (rules.When is null || answer.Rest is not null))
            return null;
        try
        {
            using var document = JsonText.Parse(body, request.Name);
            return good && !rules.Says(document.RootElement) ? null : Declared(response, document.RootElement, Start(body), request);
        }
        catch (ConnectorException e)
        {
            return good ? e.Failure : OfStatus(response, null, Start(body), null, request);
        }
    }

    /// <summary>The failure that stands in a good answer of which only the rows were left out; null when none does.</summary>
    public Failure? Around(HttpResponseMessage response, JsonElement document, ApiRequest request) => rules.Says(document) ? Declared(response, document, "", request) : null;

    /// <summary>The failure behind an exception of the transport; null when the exception is something else (a cancellation by the caller, a bug).</summary>
    public Failure? Explain(Exception exception, ApiRequest request, TimeSpan timeout, CancellationToken callers) => exception switch
    {
        OperationCanceledException when !callers.IsCancellationRequested => Transient($"{request.Address.Authority} did not answer within {timeout.TotalSeconds:F0} seconds.", request),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new Failure(FailureKind.Transient, $"The host name {request.Address.Host} cannot be resolved.",
            "Check the option BaseUrl, the network and DNS; it is repeated.") { Where = request.Name },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new Failure(FailureKind.Configuration, $"No trusted TLS connection to {request.Address.Authority} can be made.",
            "Check the machine's clock and certificates, and whether a proxy opens TLS connections.") { Where = request.Name },
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpRequestException { InnerException: IOException } or IOException =>
            Transient($"The connection to {request.Address.Authority} broke off.", request),
        HttpRequestException e => Transient($"{request.Address.Authority} cannot be reached: {secrets.Clean(e.Message)}.", request),
        DecoderFallbackException => new Failure(FailureKind.Fatal, "The answer cannot be read in the encoding that it declares.", "Ask the vendor of the API which encoding it uses.") { Where = request.Name },
        _ => null,
    };

    private Failure Declared(HttpResponseMessage response, JsonElement document, string start, ApiRequest request)
    {
        var (message, code, kind) = rules.Of(document);
        return OfStatus(response, kind, message ?? start, code, request);
    }

    private Failure OfStatus(HttpResponseMessage response, FailureKind? declared, string said, string? code, ApiRequest request)
    {
        var status = (int)response.StatusCode;
        var kind = declared ?? (response.IsSuccessStatusCode ? FailureKind.Fatal : response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => FailureKind.Authentication,
            HttpStatusCode.TooManyRequests => FailureKind.Throttled,
            HttpStatusCode.ServiceUnavailable when response.Headers.RetryAfter is not null => FailureKind.Throttled,
            HttpStatusCode.RequestTimeout or HttpStatusCode.Locked or >= HttpStatusCode.InternalServerError => FailureKind.Transient,
            _ => FailureKind.Configuration,
        });
        var text = secrets.Clean(said);
        var message = $"{request.Address.Authority} answered {status}{(text.Length == 0 ? "" : $": {text}")}.";
        return new Failure(kind, message, NextStep(kind, response.StatusCode))
        {
            Code = code is null ? null : secrets.Clean(code, 80),
            Where = request.Name,
            RetryAfter = kind == FailureKind.Throttled ? AskedPause(response) : null,
        };
    }

    private static string NextStep(FailureKind kind, HttpStatusCode status) => (kind, status) switch
    {
        (FailureKind.Authentication, _) => "Check the keys and passwords in the connection's option Secrets, and whether the user may still log in.",
        (FailureKind.Throttled, _) => "Nothing to do; it is repeated later. If it lasts, declare 'rate:' in the mapping.",
        (FailureKind.Transient, _) => "Nothing to do; it is repeated. If it lasts, ask whoever runs the API.",
        (FailureKind.Fatal, _) => "Look the message up in the API's documentation, and declare under 'errors:' in the mapping what its code means.",
        (_, HttpStatusCode.Forbidden) => "Give the user of the API the right to read these records.",
        (_, HttpStatusCode.NotFound) => "Correct 'path:' in the mapping or the option BaseUrl.",
        _ => "Correct 'request:' in the mapping; the API's documentation says what it may hold.",
    };

    /// <summary>The pause that an answer asks for, in seconds or until a date; null when it asks for none.</summary>
    private TimeSpan? AskedPause(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } => date > clock.GetUtcNow() ? date - clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private Failure NotJson(HttpResponseMessage response, string media, ReadOnlyMemory<byte> body, ApiRequest request)
    {
        var isPage = media.EndsWith("html", StringComparison.OrdinalIgnoreCase) || body.Span.TrimStart((byte)' ').StartsWith("<"u8);
        return new Failure(isPage ? FailureKind.Configuration : FailureKind.Fatal,
            $"{request.Address.Authority} answered {(int)response.StatusCode} with {(isPage ? "a web page" : "something that is not JSON")} ({(media.Length == 0 ? "no content type" : media)}): {secrets.Clean(Start(body), ShownText)}",
            isPage ? "Usually that is a login page or a proxy: check the option BaseUrl, 'path:' in the mapping, and what stands between this machine and the API."
                : "Check 'path:' in the mapping, and whether the API must be asked for JSON in a header or parameter of its own.")
        { Where = request.Name };
    }

    private static Failure Redirected(HttpResponseMessage response, ApiRequest request)
    {
        var target = response.Headers.Location is { } location ? new Uri(request.Address, location) : null;
        return new Failure(FailureKind.Configuration, $"{request.Address.Authority} answered {(int)response.StatusCode}{(target is null ? "" : $" and points to {target.GetLeftPart(UriPartial.Path)}")}; that is not followed, because the keys would go along.",
            "If the API has moved, set BaseUrl to its new address. A path that points to a login page means that the keys are not accepted.")
        { Where = request.Name };
    }

    private static Failure Transient(string message, ApiRequest request) =>
        new(FailureKind.Transient, message, "Nothing to do; it is repeated. If it lasts, check the network and the API's status page.") { Where = request.Name };

    private static string Start(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 2 * ShownText)]);

    private static bool LooksLikeJson(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOfAnyExcept(" \t\r\n"u8);
        return at >= 0 && (body[at] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n' || char.IsAsciiDigit((char)body[at]));
    }
}
