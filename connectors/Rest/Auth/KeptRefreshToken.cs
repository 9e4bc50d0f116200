using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>
/// A refresh token that the other system exchanges for a new one now and then. The newest is kept with the connection's state, for all processes and the next start,
/// encrypted with a key that is made from the client's secret. Once an admin enters another first token, what was kept counts no more.
/// </summary>
internal sealed class KeptRefreshToken(IConnectionState state, string first, string clientSecret)
{
    private const string Name = "rest.refresh_token";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(clientSecret), 32, salt: Encoding.UTF8.GetBytes(first), info: "creditbridge refresh token"u8.ToArray());

    /// <summary>The newest token.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken) => Decrypt(await state.GetAsync(Name, cancellationToken)) ?? first;

    /// <summary>Keeps a token that came for another, unless somebody else has kept a newer one in the meantime.</summary>
    public async Task ReplaceAsync(string used, string next, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) == used)
            await state.SetAsync(Name, Encrypt(next), cancellationToken);
    }

    private string Encrypt(string token)
    {
        var plain = Encoding.UTF8.GetBytes(token);
        var sealedText = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(sealedText.AsSpan(0, NonceLength), plain, sealedText.AsSpan(NonceLength + TagLength), sealedText.AsSpan(NonceLength, TagLength));
        return Convert.ToBase64String(sealedText);
    }

    // Null for what another first token or client secret sealed: it belongs to a grant that is no longer configured.
    private string? Decrypt(string? text)
    {
        if (text is null)
            return null;
        try
        {
            var sealedText = Convert.FromBase64String(text);
            var plain = new byte[sealedText.Length - NonceLength - TagLength];
            using var cipher = new AesGcm(_key, TagLength);
            cipher.Decrypt(sealedText.AsSpan(0, NonceLength), sealedText.AsSpan(NonceLength + TagLength), sealedText.AsSpan(NonceLength, TagLength), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or OverflowException)
        {
            return null;
        }
    }
}
