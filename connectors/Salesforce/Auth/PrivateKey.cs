using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>Reads the private key that signs assertions: PEM from a file or from the options, or a PKCS#12 file that holds the certificate too.</summary>
internal static class PrivateKey
{
    private const string HowToMakeOne = "Create one with 'openssl genrsa -out salesforce.key 2048' and upload its certificate to the External Client App.";

    /// <summary>The key from the options. Read at every login, so that it can be exchanged while the service runs.</summary>
    /// <exception cref="ConnectorException">It cannot be read or is not an RSA key; neither the key nor its password ever appears in the failure.</exception>
    public static async Task<SigningKey> LoadAsync(SalesforceOptions options, string baseDirectory, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(options.PrivateKeyPem))
            return FromPem(options.PrivateKeyPem.Replace("\\n", "\n", StringComparison.Ordinal), options.PrivateKeyPassword, nameof(options.PrivateKeyPem));

        var file = Path.GetFullPath(options.PrivateKeyFile ?? "", baseDirectory);
        try
        {
            var content = await File.ReadAllBytesAsync(file, cancellationToken);
            return IsPkcs12(file) ? FromPkcs12(content, options.PrivateKeyPassword, file) : FromPem(Encoding.UTF8.GetString(content), options.PrivateKeyPassword, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed($"The private key file '{file}' cannot be read: {(e is UnauthorizedAccessException ? "access is denied" : e.Message)}",
                "Check option PrivateKeyFile and that the account CreditBridge runs under may read the file.", null);
        }
    }

    /// <summary>Whether a file is PKCS#12, by its name.</summary>
    public static bool IsPkcs12(string? file) => Path.GetExtension(file)?.ToUpperInvariant() is ".P12" or ".PFX";

    private static SigningKey FromPem(string pem, string? password, string where)
    {
        var isProtected = pem.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (isProtected && string.IsNullOrEmpty(password))
            throw Failed("The private key is protected with a passphrase.", "Give it in option PrivateKeyPassword, through the environment.", where);
        var key = RSA.Create();
        try
        {
            if (isProtected)
                key.ImportFromEncryptedPem(pem, password);
            else
                key.ImportFromPem(pem);
            return new SigningKey(key, EndOfCertificateIn(pem));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw isProtected
                ? Failed("The private key cannot be opened: the passphrase is wrong, or it is not an RSA key in PEM form.", "Check option PrivateKeyPassword.", where)
                : Failed("The private key is not an RSA key in PEM form.", HowToMakeOne, where);
        }
    }

    private static SigningKey FromPkcs12(byte[] content, string? password, string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12(content, password, X509KeyStorageFlags.EphemeralKeySet);
            return certificate.GetRSAPrivateKey() is { } key
                ? new SigningKey(key, EndOf(certificate))
                : throw Failed("The file holds no RSA private key.", "Export certificate and key together: openssl pkcs12 -export -inkey salesforce.key -in salesforce.crt -out salesforce.p12", file);
        }
        catch (CryptographicException)
        {
            throw Failed("The PKCS#12 file cannot be opened: the password is wrong, or it is not PKCS#12.", "Check option PrivateKeyPassword.", file);
        }
    }

    // A PEM file may carry the certificate beside the key; nobody has to keep it there.
    private static DateTimeOffset? EndOfCertificateIn(string pem)
    {
        if (!pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
            return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return EndOf(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    private static ConnectorException Failed(string message, string nextStep, string? where) =>
        new(new Failure(FailureKind.Configuration, message, nextStep) { Where = where });
}
