using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;

namespace CreditBridge.IntegrationTests.Mail;

/// <summary>A real SMTP server on this machine (python3-aiosmtpd), on a port of its own. It ends with the test, and by itself when the test's process is gone.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private SmtpServer(Process process, DirectoryInfo folder, int port)
    {
        (_process, _folder, Port) = (process, folder, port);
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Certificate of the authority that the server's certificate comes from.</summary>
    public string AuthorityFile => Path.Combine(_folder.FullName, "authority.pem");

    /// <summary>Starts it.</summary>
    /// <param name="startTls">Whether it asks for STARTTLS and a login.</param>
    public static async Task<SmtpServer> StartAsync(bool startTls = false)
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-mail-");
        if (startTls)
            await WriteCertificatesAsync(folder.FullName);
        var port = FreePort();
        var start = new ProcessStartInfo(File.Exists(Python) ? Python : "python3", [Script(), folder.FullName, startTls ? "starttls" : "plain", $"{port}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        if (await process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException($"The SMTP server did not start; Debian's package python3-aiosmtpd is needed. {await process.StandardError.ReadToEndAsync()}");
        return new SmtpServer(process, folder, port);
    }

    /// <summary>The mails that it has taken, in order.</summary>
    public IReadOnlyList<MimeMessage> Received => [.. _folder.GetFiles("*.eml").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => MimeMessage.Load(f.FullName))];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)))
        {
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "smtp_server.py");

    private static async Task WriteCertificatesAsync(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        await File.WriteAllTextAsync(Path.Combine(folder, "authority.pem"), authority.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
