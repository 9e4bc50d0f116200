namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>A login that Salesforce accepts until it does not: there is no expiry in the token response, a 401 is the only truth.</summary>
internal sealed class Session(string accessToken, Uri instanceUrl)
{
    /// <summary>The bearer token.</summary>
    public string AccessToken { get; } = accessToken;

    /// <summary>Host of the org for this session; may differ from the one before.</summary>
    public Uri InstanceUrl { get; } = instanceUrl;

    /// <summary>The host only, so that a session in a log gives nothing away.</summary>
    public override string ToString() => $"session at {InstanceUrl.Host}";
}
