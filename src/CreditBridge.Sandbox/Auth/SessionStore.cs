using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CreditBridge.Sandbox.Auth;

/// <summary>The sessions and refresh tokens that are valid now.</summary>
internal sealed class SessionStore(SandboxOrg org, Func<Uri> instance)
{
    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string UserId, string ClientId)> refreshTokens = new(StringComparer.Ordinal);

    public Session Open(string userId, string username)
    {
        var session = new Session($"{org.Id[..15]}!{RandomNumberGenerator.GetHexString(64)}", userId, username, instance()) { LastUsed = org.Now };
        sessions[session.Token] = session;
        return session;
    }

    /// <summary>The session of a token, if it lives and belongs to this instance.</summary>
    public Session? Find(string token, string authority)
    {
        if (!sessions.TryGetValue(token, out var session) || !session.Instance.Authority.Equals(authority, StringComparison.OrdinalIgnoreCase)) return null;
        var now = org.Now;
        if (now - session.LastUsed >= org.Options.SessionLifetime)
        {
            sessions.TryRemove(token, out _);
            return null;
        }

        session.LastUsed = now;
        return session;
    }

    public bool Close(string token) => sessions.TryRemove(token, out _);

    public void CloseAll() => sessions.Clear();

    public string IssueRefreshToken(string userId, string clientId)
    {
        var token = $"5Aep861{RandomNumberGenerator.GetHexString(64)}";
        refreshTokens[token] = (userId, clientId);
        return token;
    }

    public (string UserId, string ClientId)? FindRefreshToken(string token) => refreshTokens.TryGetValue(token, out var found) ? found : null;

    public bool RevokeRefreshToken(string token) => refreshTokens.TryRemove(token, out _);
}
