using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>The signed statement "this app acts for this user, for the next minutes" (RFC 7523, RS256).</summary>
internal static class JwtAssertion
{
    /// <summary>How long an assertion is valid; Salesforce accepts at most 3 minutes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2.5);

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"RS256"}"""u8);

    /// <summary>Builds and signs an assertion.</summary>
    /// <param name="key">Private key; the app in the org holds its certificate.</param>
    /// <param name="consumerKey">The app.</param>
    /// <param name="username">The user it acts for.</param>
    /// <param name="audience">Which Salesforce is meant.</param>
    /// <param name="now">The moment of signing.</param>
    public static string Sign(RSA key, string consumerKey, string username, string audience, DateTimeOffset now)
    {
        var claims = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("iss", consumerKey);
            json.WriteString("sub", username);
            json.WriteString("aud", audience);
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        var signed = $"{Header}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
