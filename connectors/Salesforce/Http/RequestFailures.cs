using System.Net;
using CreditBridge.Abstractions.Failures;
using static CreditBridge.Abstractions.Failures.FailureKind;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>What a refused request means for the caller. Failures of single records in a write are another matter: see Writing/RecordFailures.</summary>
internal static class RequestFailures
{
    /// <summary>Pause after the daily allocation is used up, where nobody keeps count of refusals; see Budget/LimitPause.</summary>
    private static readonly TimeSpan DailyPause = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan ConcurrentPause = TimeSpan.FromSeconds(20);

    public static Failure Of(ErrorAnswer answer)
    {
        var code = answer.Errors.Count > 0 ? answer.Errors[0].Code : null;
        var said = answer.Errors.Count > 0 && answer.Errors[0].Message.Length > 0 ? $" Salesforce says: {answer.Errors[0].Message}." : "";
        var failure = (code is null ? null : ByCode(code, answer.Errors[0].Message)) ?? ByStatus(answer);
        failure = failure with { Message = failure.Message + said, Code = code, Fields = answer.Errors.Count > 0 ? answer.Errors[0].Fields : [] };

        if (answer.RetryAfter is { } wait && failure.MayPass)
            return failure with { Kind = Throttled, RetryAfter = wait };
        return failure;
    }

    private static Failure? ByCode(string code, string text) => code switch
    {
        "REQUEST_LIMIT_EXCEEDED" when text.Contains("Concurrent", StringComparison.OrdinalIgnoreCase) => new(Throttled, "The org has too many long-running requests at the moment.",
            "Nothing to do; if it lasts, look for another integration that keeps long requests open.") { RetryAfter = ConcurrentPause },
        "REQUEST_LIMIT_EXCEEDED" or "LIMIT_EXCEEDED" => new(Throttled, "The org's API calls for the last 24 hours are used up.",
            "CreditBridge goes on as calls become free. In Setup, System Overview shows what is used; poll less often, or buy calls.") { RetryAfter = DailyPause },
        "INVALID_SESSION_ID" when text.Contains("not valid for use with the REST API", StringComparison.OrdinalIgnoreCase) => new(Authentication, "The session is of a kind that may not use the REST API; a new login gives the same.",
            "In the External Client App, grant the scope 'Manage user data via APIs (api)', and give the user the permission 'API Enabled'."),
        "INVALID_SESSION_ID" when text.Contains("not attached to Agent", StringComparison.OrdinalIgnoreCase) => new(Authentication, "The app belongs to an agent and may not be used for the data API; a new login gives the same.",
            "Use an External Client App of its own for CreditBridge, and set ConsumerKey to that one."),
        "INVALID_SESSION_ID" => new(Authentication, "Salesforce does not accept the session.",
            "Check that the integration user is active and may use the API, and that no session policy (IP range, timeout) cuts it off."),
        "API_DISABLED_FOR_ORG" or "API_CURRENTLY_DISABLED" or "FUNCTIONALITY_NOT_ENABLED" => new(Configuration, "The API is not enabled for the org or the user.",
            "Give the integration user the permission 'API Enabled' (permission set CreditBridge_Integration) and check that the edition includes the API."),
        "INSUFFICIENT_ACCESS" or "INSUFFICIENT_ACCESS_OR_READONLY" => new(Configuration, "The integration user lacks a permission.", "Assign permission set CreditBridge_Integration."),
        "INVALID_FIELD" or "INVALID_TYPE" or "INVALID_QUERY_FILTER_OPERATOR" => new(Configuration, "The org does not know an object or a field that the mapping names, or the user may not see it.",
            "Run 'creditbridge check'; deploy deploy/salesforce and assign permission set CreditBridge_Integration."),
        "QUERY_TIMEOUT" => new(Transient, "The query took the org too long.", "Nothing to do unless it repeats; then ask Salesforce support for an index on SystemModstamp."),
        "QUERY_TOO_COMPLICATED" => new(Configuration, "The org finds the query too complicated.", "A mapped formula field is too expensive; map a plain field instead."),
        "INVALID_QUERY_LOCATOR" => new(Transient, "The org no longer knows the position in a long result.", "Nothing to do; reading goes on behind the last record that was stored."),
        "SERVER_UNAVAILABLE" or "UNKNOWN_EXCEPTION" or "UNABLE_TO_LOCK_ROW" or "PROCESSING_HALTED" => new(Transient, "The org could not serve the request just now.", "Nothing to do; it is repeated."),
        "UNSUPPORTED_API_VERSION" => Retired(),
        "MALFORMED_QUERY" or "JSON_PARSER_ERROR" or "EXCEEDED_ID_LIMIT" or "MALFORMED_ID" => new(Fatal, "The org does not understand a request of CreditBridge.", "Please report this with the message; it is a defect."),
        _ => null,
    };

    private static Failure ByStatus(ErrorAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized => new(Authentication, "Salesforce does not accept the session.", "Check that the integration user is active and may use the API."),
        HttpStatusCode.Forbidden when answer.Errors.Count == 0 => new(Configuration, "Access is forbidden, and not by Salesforce's own API: it would have said why.",
            "Look for an IP restriction on the user's profile or a proxy in between."),
        HttpStatusCode.Forbidden => new(Configuration, "The integration user may not do this.", "Assign permission set CreditBridge_Integration and check the app's policies."),
        HttpStatusCode.NotFound => new(Configuration, "The org does not know the address that was asked.", "Check ApiVersion, and that LoginUrl leads to the right org."),
        HttpStatusCode.Gone => Retired(),
        HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestUriTooLong or HttpStatusCode.RequestHeaderFieldsTooLarge =>
            new(Fatal, "A request of CreditBridge is too large.", "Please report this with the message; it is a defect."),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(Configuration, $"The request was redirected{(answer.RedirectHost is { } host ? $" to {host}" : "")} and not followed, so that the session goes nowhere else.",
            "Set LoginUrl to the org's My Domain URL."),
        HttpStatusCode.TooManyRequests or HttpStatusCode.NotAcceptable or HttpStatusCode.RequestTimeout or (HttpStatusCode)420 or >= HttpStatusCode.InternalServerError =>
            new(Transient, $"Salesforce is not available just now (HTTP {(int)answer.Status}).", "Nothing to do; it is repeated. If it lasts, look at status.salesforce.com."),
        _ => new(Configuration, $"Salesforce refuses the request (HTTP {(int)answer.Status}).", "Run 'creditbridge check'; it names what the org does not accept."),
    };

    private static Failure Retired() => new(Configuration, "The org does not offer this version of the API.", "Set ApiVersion to a version that 'creditbridge check' lists.");
}
