using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>
/// <c>kind: oauth1</c>: each request is signed with HMAC-SHA256 (RFC 5849; NetSuite calls it token-based authentication). <c>consumer_key:</c>, <c>consumer_secret:</c>,
/// <c>token:</c>, <c>token_secret:</c>, and <c>realm:</c>, which for NetSuite is the account's id.
/// </summary>
internal sealed class OAuth1Authentication(SecretValue consumerKey, SecretValue consumerSecret, SecretValue token, SecretValue tokenSecret, SecretValue? realm) : Authentication
{
    private TimeProvider _clock = TimeProvider.System;

    // A clash of nonces, or a repetition by the transport, is mended by signing anew.
    public override bool CanRenew => true;

    internal override bool SignsEachRequest => true;

    public static Authentication From(MappingSection auth) => new OAuth1Authentication(
        SecretValue.Read(auth, "consumer_key"), SecretValue.Read(auth, "consumer_secret"), SecretValue.Read(auth, "token"), SecretValue.Read(auth, "token_secret"),
        SecretValue.TryRead(auth, "realm", mayBePlain: true));

    internal override Task<ApiSession> LoginAsync(LoginSurroundings around, CancellationToken cancellationToken)
    {
        _clock = around.Clock;
        return Task.FromResult(new ApiSession(ApiSession.None.Values));
    }

    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets)
    {
        var time = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("Authorization", Header(request.Method, request.RequestUri!, secrets, RandomNumberGenerator.GetHexString(24), time));
    }

    /// <summary>The header for a request, a number used once and a time.</summary>
    internal string Header(HttpMethod method, Uri address, SecretTexts secrets, string nonce, string time)
    {
        List<KeyValuePair<string, string>> signed =
        [
            new("oauth_consumer_key", consumerKey.Of(secrets)), new("oauth_nonce", nonce), new("oauth_signature_method", "HMAC-SHA256"),
            new("oauth_timestamp", time), new("oauth_token", token.Of(secrets)), new("oauth_version", "1.0"),
        ];
        var all = signed.Concat(Parameters(address)).Select(p => (Name: Encode(p.Key), Value: Encode(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal);
        var text = $"{method.Method.ToUpperInvariant()}&{Encode(address.GetLeftPart(UriPartial.Path))}&{Encode(string.Join('&', all.Select(p => $"{p.Name}={p.Value}")))}";
        var key = Encoding.ASCII.GetBytes($"{Encode(consumerSecret.Of(secrets))}&{Encode(tokenSecret.Of(secrets))}");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
        var parts = signed.Append(new("oauth_signature", signature)).Select(p => $"{p.Key}=\"{Encode(p.Value)}\"");
        return $"OAuth {(realm is null ? "" : $"realm=\"{realm.Of(secrets)}\", ")}{string.Join(", ", parts)}";
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).Select(p => KeyValuePair.Create(Decode(p[0]), p.Length > 1 ? Decode(p[1]) : ""));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encode(string text) => Uri.EscapeDataString(text);
}
