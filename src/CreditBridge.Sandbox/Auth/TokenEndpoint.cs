using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Auth;

/// <summary>/services/oauth2/token: one method for each grant.</summary>
internal sealed class TokenEndpoint(SandboxOrg org, SessionStore sessions, SandboxFaults faults, Func<IReadOnlyList<string>> ownAudiences)
{
    private static readonly string[] LoginAudiences = ["https://login.salesforce.com", "https://test.salesforce.com"];

    public JsonObject Grant(IFormCollection form, string? authorization)
    {
        var grant = form["grant_type"].ToString();
        if (faults.Take(FaultKind.RefusedLogin, new FaultTarget(Path: grant))?.Rule is { } rule)
            throw new OAuthException(rule.Code ?? "invalid_grant", rule.Message ?? "authentication failure");
        return grant switch
        {
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => JwtBearer(form),
            "client_credentials" => ClientCredentials(form, authorization),
            "password" => Password(form, authorization),
            "refresh_token" => Refresh(form, authorization),
            _ => throw new OAuthException("unsupported_grant_type", "grant type not supported"),
        };
    }

    /// <summary>The user with this name and password; the security token may follow the password.</summary>
    public (string Id, SandboxUser User)? CheckPassword(string username, string password) =>
        org.Users.Find(username) is { User.Password: { } expected } found && (password == expected || password == expected + found.User.SecurityToken) ? found : null;

    private JsonObject JwtBearer(IFormCollection form)
    {
        var (_, username) = JwtAssertion.Verify(form["assertion"].ToString(), org.Options.Apps, [.. LoginAudiences, .. ownAudiences()], org.Now);
        if (org.Users.Find(username) is not { } found) throw new OAuthException("invalid_grant", "user hasn't approved this consumer");
        return Token(sessions.Open(found.Id, username), null);
    }

    private JsonObject ClientCredentials(IFormCollection form, string? authorization)
    {
        var app = App(form, authorization, secretNeeded: true);
        if (app.RunAs is not { } username || org.Users.Find(username) is not { } found) throw new OAuthException("invalid_grant", "no client credentials user enabled");
        return Token(sessions.Open(found.Id, username), null);
    }

    private JsonObject Password(IFormCollection form, string? authorization)
    {
        var app = App(form, authorization, secretNeeded: true);
        var username = form["username"].ToString();
        if (CheckPassword(username, form["password"].ToString()) is not { } found) throw new OAuthException("invalid_grant", "authentication failure");
        return Token(sessions.Open(found.Id, username), sessions.IssueRefreshToken(found.Id, app.ClientId));
    }

    private JsonObject Refresh(IFormCollection form, string? authorization)
    {
        var app = App(form, authorization, secretNeeded: false);
        if (sessions.FindRefreshToken(form["refresh_token"].ToString()) is not { } found || found.ClientId != app.ClientId)
            throw new OAuthException("invalid_grant", "expired access/refresh token");
        var username = (string)org.FindRow(found.UserId)!["Username"]!;
        return Token(sessions.Open(found.UserId, username), null);
    }

    private ConnectedApp App(IFormCollection form, string? authorization, bool secretNeeded)
    {
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (authorization?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) is true)
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization[6..].Trim())).Split(':', 2);
            (id, secret) = (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
        }

        var app = org.Options.Apps.FirstOrDefault(app => app.ClientId == id) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
        var wrong = secret.Length > 0 ? secret != app.ClientSecret : secretNeeded;
        return wrong ? throw new OAuthException("invalid_client", "invalid client credentials") : app;
    }

    private JsonObject Token(Session session, string? refreshToken)
    {
        var identity = $"{session.Instance.GetLeftPart(UriPartial.Authority)}/id/{org.Id}/{session.UserId}";
        var issuedAt = org.Now.ToUnixTimeMilliseconds().ToString();
        var token = new JsonObject
        {
            ["access_token"] = session.Token,
            ["signature"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(identity + issuedAt))),
            ["scope"] = "id api",
            ["instance_url"] = session.Instance.GetLeftPart(UriPartial.Authority),
            ["id"] = identity,
            ["token_type"] = "Bearer",
            ["issued_at"] = issuedAt,
        };
        if (refreshToken is not null) token["refresh_token"] = refreshToken;
        return token;
    }
}
