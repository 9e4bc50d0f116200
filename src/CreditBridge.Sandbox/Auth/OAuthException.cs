namespace CreditBridge.Sandbox.Auth;

/// <summary>A login that is refused: 400 with an error object.</summary>
internal sealed class OAuthException(string error, string description) : Exception(description)
{
    public string Error => error;
}
