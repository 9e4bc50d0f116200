using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace CreditBridge.Sandbox.Auth;

/// <summary>Checks the assertion of the JWT bearer flow: RS256 signature, then issuer, user, audience and expiry.</summary>
internal static class JwtAssertion
{
    private static readonly TimeSpan MaxLife = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    /// <summary>The app and the username that the assertion is for.</summary>
    /// <exception cref="OAuthException">The assertion is not accepted.</exception>
    public static (ConnectedApp App, string Username) Verify(string assertion, IReadOnlyList<ConnectedApp> apps, IReadOnlyList<string> audiences, DateTimeOffset now)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3) throw Invalid();
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (Text(header, "alg") != "RS256") throw Invalid();
            var app = apps.FirstOrDefault(app => app.ClientId == Text(claims, "iss")) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
            if (app.PublicKeyPem is not { } key || !IsSigned(parts, key)) throw Invalid();
            if (!Audiences(claims).Any(audience => audiences.Contains(audience.TrimEnd('/'), StringComparer.OrdinalIgnoreCase)))
                throw new OAuthException("invalid_grant", "audience is invalid");
            CheckExpiry(claims, now);
            var username = Text(claims, "prn") ?? Text(claims, "sub") ?? throw Invalid();
            if (app.ApprovedUsers is { } approved && !approved.Contains(username, StringComparer.OrdinalIgnoreCase))
                throw new OAuthException("invalid_grant", "user hasn't approved this consumer");
            return (app, username);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw Invalid();
        }
    }

    private static void CheckExpiry(JsonDocument claims, DateTimeOffset now)
    {
        if (!claims.RootElement.TryGetProperty("exp", out var exp) || !exp.TryGetInt64(out var seconds)) throw Invalid();
        if (seconds > 100_000_000_000) throw new OAuthException("invalid_grant", "expired authorization code");
        var expires = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (expires <= now) throw new OAuthException("invalid_grant", "expired authorization code");
        if (expires > now + MaxLife + Leeway) throw Invalid();
    }

    private static bool IsSigned(string[] parts, string pem)
    {
        using var certificate = pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) ? X509Certificate2.CreateFromPem(pem) : null;
        using var key = certificate?.GetRSAPublicKey() ?? RSA.Create();
        if (certificate is null) key.ImportFromPem(pem);
        return key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static IEnumerable<string> Audiences(JsonDocument claims) => !claims.RootElement.TryGetProperty("aud", out var aud) ? [] : aud.ValueKind switch
    {
        JsonValueKind.String => [aud.GetString()!],
        JsonValueKind.Array => [.. aud.EnumerateArray().Select(item => item.GetString()!)],
        _ => [],
    };

    private static string? Text(JsonDocument document, string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static OAuthException Invalid() => new("invalid_grant", "invalid assertion");
}
