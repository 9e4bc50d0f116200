using System.Security.Cryptography;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>The key that signs assertions, for one login.</summary>
/// <param name="key">The private key; disposed with this.</param>
/// <param name="certificateEnds">When the certificate that came with the key ends; null when none came with it.</param>
internal sealed class SigningKey(RSA key, DateTimeOffset? certificateEnds = null) : IDisposable
{
    /// <summary>The private key.</summary>
    public RSA Key { get; } = key;

    /// <summary>When the certificate that came with the key ends; null when none came with it.</summary>
    public DateTimeOffset? CertificateEnds { get; } = certificateEnds;

    /// <inheritdoc />
    public void Dispose() => Key.Dispose();
}
