using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>A login that Salesforce accepts until it does not: there is no expiry in the token response, a 401 is the only truth.</summary>
internal sealed class Session(string accessToken, Uri instanceUrl)
{
    /// <summary>The bearer token.</summary>
    public string AccessToken { get; } = accessToken;

    /// <summary>Host of the org for this session; may differ from the one before.</summary>
    public Uri InstanceUrl { get; } = instanceUrl;

    /// <summary>Id of the user that the session belongs to; null when the login did not say.</summary>
    public string? UserId { get; init; }

    /// <summary>The user in an identity URL such as <c>https://login.salesforce.com/id/00D…/005…</c>; null when it has another shape.</summary>
    public static string? UserIn(string? identity) => identity?.Split('/') is [.., "id", _, var user] && RecordId.IsValid(user) ? user : null;

    /// <summary>The host only, so that a session in a log gives nothing away.</summary>
    public override string ToString() => $"session at {InstanceUrl.Host}";
}
