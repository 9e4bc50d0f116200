using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>What a refused login means and what to do about it. Salesforce's own words are short and rarely name the cause.</summary>
internal static class TokenFailures
{
    /// <summary>The failure for an answer of the token endpoint that is not a token.</summary>
    /// <param name="error">The decoded answer.</param>
    /// <param name="options">Options of the connection.</param>
    /// <param name="skew">By how much this machine's clock is ahead of Salesforce's; null when unknown.</param>
    public static Failure Of(ErrorAnswer error, SalesforceOptions options, TimeSpan? skew)
    {
        if (error.Errors.Count == 0 || (int)error.Status >= 500 || error.Status == HttpStatusCode.TooManyRequests)
            return error.ToFailure() with { Where = $"Login at {options.LoginUrl}" };

        var (code, text) = (error.Errors[0].Code, error.Errors[0].Message);
        var (kind, message, nextStep) = Explain(code, text, options, skew);
        var quoted = text.Length > 0 ? $" Salesforce says: {text}." : "";
        return new Failure(kind, message + quoted, nextStep) { Code = code, Where = $"Login at {options.LoginUrl}" };
    }

    private static (FailureKind Kind, string Message, string NextStep) Explain(string code, string text, SalesforceOptions options, TimeSpan? skew)
    {
        bool Says(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
        var user = options.Flow == LoginFlow.JwtBearer ? $"user {options.Username}" : "the app's run-as user";

        if (Says("hasn't approved this consumer"))
        {
            return (FailureKind.Authentication, $"The app is not approved for {user}.",
                "In Setup, External Client App Manager, open the app's policies, set Permitted Users to 'Admin approved users are pre-authorized' and add permission set CreditBridge_Integration, assigned to that user.");
        }

        if (Says("audience is invalid"))
            return (FailureKind.Configuration, "The audience of the login does not fit the org.", "Set Audience to https://login.salesforce.com for production or https://test.salesforce.com for a Salesforce sandbox.");
        if (Says("expired authorization code"))
        {
            var clock = skew is { } s && s.Duration() > TimeSpan.FromSeconds(30) ? $" This machine's clock is {Math.Abs(s.TotalSeconds):F0} s {(s > TimeSpan.Zero ? "ahead of" : "behind")} Salesforce's." : "";
            return (FailureKind.Authentication, "Salesforce takes the login for expired." + clock, "Correct this machine's clock; an assertion is valid for less than 3 minutes.");
        }

        if (Says("invalid assertion") || Says("invalid signature"))
            return (FailureKind.Authentication, "The signature of the login is not accepted.", "Upload the certificate that belongs to the private key to the app, and check that ConsumerKey is the key of that app.");
        if (Says("user is locked") || Says("inactive user") || code == "inactive_user")
            return (FailureKind.Authentication, $"The integration user ({user}) is locked or inactive.", "Unlock or activate the user in Setup, Users.");
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
