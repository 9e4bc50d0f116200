namespace CreditBridge.Sandbox.Auth;

/// <summary>One login. It belongs to the instance it was made for and ends when it is not used for a while.</summary>
internal sealed class Session(string token, string userId, string username, Uri instance)
{
    public string Token => token;

    public string UserId => userId;

    public string Username => username;

    public Uri Instance => instance;

    public DateTimeOffset LastUsed { get; set; }
}
