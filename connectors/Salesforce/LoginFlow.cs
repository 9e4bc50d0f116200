namespace CreditBridge.Connectors.Salesforce;

/// <summary>How CreditBridge proves who it is.</summary>
public enum LoginFlow
{
    /// <summary>A signed assertion for a named integration user (OAuth 2.0 JWT bearer). Recommended: no password and no client secret exists.</summary>
    JwtBearer,

    /// <summary>The app's own credentials (OAuth 2.0 client credentials); the app runs as the user that its settings name.</summary>
    ClientCredentials,
}
