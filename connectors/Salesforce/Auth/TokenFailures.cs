using System.Globalization;
using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>What a refused login means and what to do about it. Salesforce's own words are short and rarely name the cause.</summary>
internal static class TokenFailures
{
    /// <summary>Whether a refused assertion may have been refused for its time only: one from the past is "expired", one from too far in the future merely "invalid".</summary>
    public static bool MayBeTheClock(ErrorAnswer error) => error.Errors is [{ Code: "invalid_grant" } first, ..]
        && (first.Message.Length == 0 || ConcernsAssertion(first.Message) || first.Message.Contains("expired", StringComparison.OrdinalIgnoreCase));

    /// <summary>The failure for an answer of the token endpoint that is not a token.</summary>
    /// <param name="error">The decoded answer.</param>
    /// <param name="options">Options of the connection.</param>
    /// <param name="skew">How this machine's clock stands to Salesforce's.</param>
    /// <param name="certificateEnded">When the certificate of the key ended; null when it has not, as far as is known.</param>
    public static Failure Of(ErrorAnswer error, SalesforceOptions options, ClockSkew skew, DateTimeOffset? certificateEnded)
    {
        if (error.Errors.Count == 0 || (int)error.Status >= 500 || error.Status == HttpStatusCode.TooManyRequests)
            return error.ToFailure() with { Where = $"Login at {options.LoginUrl}" };

        var (code, text) = (error.Errors[0].Code, error.Errors[0].Message);
        var (kind, message, nextStep) = OfTheClock(error, skew) ?? OfTheCertificate(text, certificateEnded) ?? Explain(code, text, options);
        var quoted = text.Length > 0 ? $" Salesforce says: {text}." : "";
        return new Failure(kind, message + quoted, nextStep) { Code = code, Where = $"Login at {options.LoginUrl}" };
    }

    // The clock is looked at before the signature is blamed: Salesforce says "invalid assertion" for both.
    private static (FailureKind, string, string)? OfTheClock(ErrorAnswer error, ClockSkew skew) => skew.InWords is { } difference && MayBeTheClock(error)
        ? (FailureKind.Authentication, $"Salesforce refuses the login; this machine's clock is {difference}, and an assertion made with Salesforce's own time did not help either.",
            "Correct this machine's clock (NTP) first. If the login is still refused then, check that the app holds the certificate that belongs to the private key.")
        : null;

    private static (FailureKind, string, string)? OfTheCertificate(string text, DateTimeOffset? ended) => ended is { } day && (text.Length == 0 || ConcernsAssertion(text))
        ? (FailureKind.Authentication, string.Create(CultureInfo.InvariantCulture, $"The certificate of the private key ended on {day:yyyy-MM-dd}."),
            "Make a new key and certificate, upload the certificate to the app, and put the key in place of the old one; no restart is needed.")
        : null;

    private static bool ConcernsAssertion(string text) =>
        text.Contains("invalid assertion", StringComparison.OrdinalIgnoreCase) || text.Contains("invalid signature", StringComparison.OrdinalIgnoreCase);

    private static (FailureKind Kind, string Message, string NextStep) Explain(string code, string text, SalesforceOptions options)
    {
        bool Says(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
        var user = options.Flow == LoginFlow.JwtBearer ? $"user {options.Username}" : "the app's run-as user";

        if (Says("hasn't approved this consumer"))
        {
            return (FailureKind.Authentication, $"The app is not approved for {user}, or there is no such user in this org.",
                "In Setup, External Client App Manager, open the app's policies, set Permitted Users to 'Admin approved users are pre-authorized' and add permission set CreditBridge_Integration, assigned to that user.");
        }

        if (Says("audience is invalid"))
            return (FailureKind.Configuration, "The audience of the login does not fit the org.", "Set Audience to https://login.salesforce.com for production or https://test.salesforce.com for a Salesforce sandbox.");
        if (Says("expired authorization code"))
            return (FailureKind.Authentication, "Salesforce takes the login for expired.", "Correct this machine's clock; an assertion is valid for less than 3 minutes.");
        if (Says("expired access/refresh token"))
            return (FailureKind.Authentication, $"The approval of the app for {user} was taken back.", "Approve the app for that user again: in Setup, look at the user's OAuth Connected Apps and at the app's policies.");
        if (ConcernsAssertion(text))
            return (FailureKind.Authentication, "The signature of the login is not accepted.", "Upload the certificate that belongs to the private key to the app, and check that ConsumerKey is the key of that app.");
        if (Says("user is locked") || Says("inactive user") || code == "inactive_user")
            return (FailureKind.Authentication, $"The integration user ({user}) is locked or inactive.", "Unlock or activate the user in Setup, Users.");
        if (Says("ip restricted") || Says("login hours") || Says("ip_restricted"))
            return (FailureKind.Authentication, $"The login of {user} is not allowed from this address or at this hour.", "Add this machine's public address to Login IP Ranges of the user's profile, widen its Login Hours, or relax IP restrictions in the app's policies.");
        if (Says("authentication failure"))
        {
            return (FailureKind.Authentication, $"Salesforce does not let {user} in.",
                "In Setup, the user's Login History names the reason: a wrong user name, a password or session policy, an address that is not trusted.");
        }

        if (Says("login rate exceeded"))
            return (FailureKind.Throttled, "Too many logins in a short time.", "Nothing to do; check that no second process logs in with the same user in a loop.");
        if (code == "inactive_org" || Says("org is locked"))
            return (FailureKind.Authentication, "The org is locked or not active.", "Ask Salesforce support about the state of the org.");
        if (Says("no client credentials user") || Says("request not supported on this domain"))
            return (FailureKind.Configuration, "The app is not set up for client credentials at this address.", "Enable the client credentials flow in the app's policies, choose its run-as user there, and use the org's My Domain URL as LoginUrl.");

        return code switch
        {
            "invalid_client_id" or "invalid_client" => (FailureKind.Authentication, "The app is not known or its credentials are wrong.",
                "Check ConsumerKey" + (options.Flow == LoginFlow.ClientCredentials ? " and ClientSecret" : "") + " against the External Client App. A new app needs some minutes until it is known everywhere."),
            "unsupported_grant_type" => (FailureKind.Configuration, $"The app does not allow the {options.Flow} flow.", "Enable the flow in the OAuth settings of the External Client App."),
            "invalid_app_access" => (FailureKind.Authentication, $"The app is not allowed for {user}.", "Assign the permission set or profile that the app's policies ask for."),
            _ => (FailureKind.Authentication, $"Salesforce refuses the login of {user}.", "Check Username, the app's policies and the user's login history in Setup; an IP restriction or an unapproved app is the usual cause."),
        };
    }
}
