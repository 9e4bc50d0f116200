using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Auth;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Auth;

public sealed class SigningKeyTests : IDisposable
{
    private const string Password = "a-password-of-its-own";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-key-");
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task PemFile_GivesTheKey()
    {
        using var loaded = await LoadAsync(new() { PrivateKeyFile = Written("salesforce.key", _key.ExportPkcs8PrivateKeyPem()) });

        IsOurs(loaded).ShouldBeTrue();
        loaded.CertificateEnds.ShouldBeNull();
    }

    [Fact]
    public async Task PemText_WithEscapedLineBreaks_GivesTheKey()
    {
        using var loaded = await LoadAsync(new() { PrivateKeyPem = _key.ExportRSAPrivateKeyPem().Replace("\n", "\\n") });

        IsOurs(loaded).ShouldBeTrue();
    }

    [Fact]
    public async Task PemFile_WithTheCertificateBesideTheKey_KnowsItsEnd()
    {
        using var certificate = Certificate();

        using var loaded = await LoadAsync(new() { PrivateKeyFile = Written("both.pem", certificate.ExportCertificatePem() + "\n" + _key.ExportPkcs8PrivateKeyPem()) });

        IsOurs(loaded).ShouldBeTrue();
        loaded.CertificateEnds.ShouldBe(End);
    }

    [Fact]
    public async Task PemFile_WithPassphrase_IsOpenedWithIt()
    {
        var pem = _key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000));

        using var loaded = await LoadAsync(new() { PrivateKeyFile = Written("protected.key", pem), PrivateKeyPassword = Password });

        IsOurs(loaded).ShouldBeTrue();
        (await FailureAsync(new() { PrivateKeyPem = pem })).NextStep.ShouldContain("PrivateKeyPassword");
        var wrong = await FailureAsync(new() { PrivateKeyPem = pem, PrivateKeyPassword = "hunter2" });
        wrong.NextStep.ShouldContain("PrivateKeyPassword");
        wrong.ToString().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("salesforce.p12")]
    [InlineData("salesforce.PFX")]
    public async Task Pkcs12File_GivesTheKeyAndTheEndOfItsCertificate(string name)
    {
        using var certificate = Certificate();
        var file = Written(name, certificate.Export(X509ContentType.Pkcs12, Password));

        using var loaded = await LoadAsync(new() { PrivateKeyFile = file, PrivateKeyPassword = Password });

        IsOurs(loaded).ShouldBeTrue();
        loaded.CertificateEnds.ShouldBe(End);
        var wrong = await FailureAsync(new() { PrivateKeyFile = file, PrivateKeyPassword = "hunter2" });
        wrong.Kind.ShouldBe(FailureKind.Configuration);
        wrong.Where.ShouldBe(file);
        wrong.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Pkcs12File_WithoutAKey_SaysHowToMakeOne()
    {
        using var certificate = Certificate();
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);

        (await FailureAsync(new() { PrivateKeyFile = Written("bare.p12", bare.Export(X509ContentType.Pkcs12, Password)), PrivateKeyPassword = Password }))
            .NextStep.ShouldContain("openssl pkcs12");
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----")]
    [InlineData("not a key at all: hunter2")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2\n-----END ENCRYPTED PRIVATE KEY-----")]
    public async Task Unusable_IsAConfigurationFailureThatKeepsItSecret(string pem)
    {
        var failure = await FailureAsync(new() { PrivateKeyPem = pem });

        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.ToString().ShouldNotContain("hunter2");
        failure.ToString().ShouldNotContain("bm90");
    }

    [Fact]
    public async Task File_Missing_IsNamedWithItsFullPath() =>
        (await FailureAsync(new() { PrivateKeyFile = "no-such.key" })).Message.ShouldContain(Path.GetFullPath("no-such.key", _folder.FullName));

    private static DateTimeOffset End => new(2027, 6, 30, 12, 0, 0, TimeSpan.Zero);

    private X509Certificate2 Certificate() => new CertificateRequest("CN=creditbridge", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        .CreateSelfSigned(End.AddYears(-1), End);

    private string Written(string name, string text) => Written(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Written(string name, byte[] content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    private bool IsOurs(SigningKey loaded) => loaded.Key.ExportRSAPublicKey().AsSpan().SequenceEqual(_key.ExportRSAPublicKey());

    private Task<SigningKey> LoadAsync(SalesforceOptions options) => PrivateKey.LoadAsync(options, _folder.FullName, CancellationToken.None);

    private async Task<Failure> FailureAsync(SalesforceOptions options) => (await Should.ThrowAsync<ConnectorException>(() => LoadAsync(options))).Failure;
}
