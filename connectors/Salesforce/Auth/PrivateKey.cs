using System.Security.Cryptography;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>Reads the private key that signs assertions.</summary>
internal static class PrivateKey
{
    private const string HowToMakeOne = "Create one with 'openssl genrsa -out salesforce.key 2048' and upload its certificate to the External Client App.";

    /// <summary>The key from the options.</summary>
    /// <exception cref="ConnectorException">It cannot be read or is not an RSA key in PEM; the key itself never appears in the failure.</exception>
    public static async Task<RSA> LoadAsync(SalesforceOptions options, string baseDirectory, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(options.PrivateKeyPem))
            return Import(options.PrivateKeyPem.Replace("\\n", "\n", StringComparison.Ordinal), nameof(options.PrivateKeyPem));

        var file = Path.GetFullPath(options.PrivateKeyFile ?? "", baseDirectory);
        try
        {
            return Import(await File.ReadAllTextAsync(file, cancellationToken), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed($"The private key file '{file}' cannot be read: {(e is UnauthorizedAccessException ? "access is denied" : e.Message)}",
                "Check option PrivateKeyFile and that the account CreditBridge runs under may read the file.", null);
        }
    }

    private static RSA Import(string pem, string where)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw Failed("The private key is protected with a passphrase.", "Store it without one (openssl rsa -in old.key -out new.key) and protect the file by its permissions.", where);
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw Failed("The private key is not an RSA key in PEM form.", HowToMakeOne, where);
        }
    }

    private static ConnectorException Failed(string message, string nextStep, string? where) =>
        new(new Failure(FailureKind.Configuration, message, nextStep) { Where = where });
}
