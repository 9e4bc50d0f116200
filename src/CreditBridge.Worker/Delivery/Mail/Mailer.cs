using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Worker.Configuration;
using MailKit.Security;
using MimeKit;

namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>Hands mail to an SMTP server, one connection per mail. The server's answer is that of each recipient; a mail that some refuse goes to the others.</summary>
internal sealed class Mailer(MailOptions options, string baseDirectory, TimeProvider clock) : IMailer
{
    /// <inheritdoc />
    public bool IsSet => options.IsSet;

    /// <inheritdoc />
    public async Task<MailOutcome> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        if (!options.IsSet || MailAddress.Parse(options.From) is not { } from)
            return MailOutcome.Failed(message.To, new Failure(FailureKind.Configuration, "No mail server is configured.", "Set Mail:Host and Mail:From."));
        var recipients = message.To.Select(t => (Text: t, Mailbox: MailAddress.Parse(t))).ToList();
        var known = recipients.Where(r => r.Mailbox is not null).Select(r => r.Mailbox!).DistinctBy(m => m.Address, StringComparer.OrdinalIgnoreCase).ToList();
        var refused = new Dictionary<string, Failure>(StringComparer.OrdinalIgnoreCase);
        if (known.Count > 0)
        {
            Failure? whole;
            try
            {
                whole = await SendAsync(MailBuilder.Build(message, from, known, clock.GetUtcNow()), from, known, refused, cancellationToken);
            }
            catch (Exception e) when (MailFailures.Of(e, Server, options.Port, cancellationToken) is { } failure)
            {
                whole = failure;
            }

            if (whole is not null)
            {
                foreach (var mailbox in known)
                    refused.TryAdd(mailbox.Address, whole);
            }
        }

        return new MailOutcome([.. recipients.Select(r => new RecipientOutcome(r.Text, r.Mailbox is null ? NoAddress(r.Text) : refused.GetValueOrDefault(r.Mailbox.Address)))]);
    }

    private string Server => options.Host!;

    private async Task<Failure?> SendAsync(MimeMessage mail, MailboxAddress from, List<MailboxAddress> to, Dictionary<string, Failure> refused, CancellationToken cancellationToken)
    {
        using var authorities = Authorities();
        using var client = new RecipientClient(refused, Server) { Timeout = options.TimeoutSeconds * 1_000 };
        if (authorities.Certificates.Count > 0)
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => CertificateTrust.IsTrusted(certificate, chain, errors, authorities.Certificates);

        // The client's own timeout covers single reads; a server that answers byte by byte must not hold it for ever.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds * 4L));
        await client.ConnectAsync(Server, options.Port, options.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, deadline.Token);
        if (options.User is { } user)
            await client.AuthenticateAsync(user, await PasswordAsync(deadline.Token), deadline.Token);
        await client.SendAsync(mail, from, to, deadline.Token);
        try
        {
            await client.DisconnectAsync(quit: true, deadline.Token);
        }
#pragma warning disable CA1031 // The server has taken the mail; how it says good-bye changes nothing.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        return null;
    }

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        if (options.Password is { } password)
            return password;
        var path = Path.GetFullPath(options.PasswordFile!, baseDirectory);
        try
        {
            return (await File.ReadAllLinesAsync(path, cancellationToken)).FirstOrDefault() is { Length: > 0 } line
                ? line : throw Unusable($"The file with the mail password, {path}, is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The file with the mail password, {path}, cannot be read.");
        }
    }

    private CertificateSet Authorities()
    {
        var set = new CertificateSet();
        if (options.CertificateAuthorities is not { } file)
            return set;
        var path = Path.GetFullPath(file, baseDirectory);
        try
        {
            set.Certificates.ImportFromPemFile(path);
            return set.Certificates.Count > 0 ? set : throw Unusable($"{path} (Mail:CertificateAuthorities) holds no certificate.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            set.Dispose();
            throw Unusable($"{path} (Mail:CertificateAuthorities) cannot be read as PEM certificates.");
        }
    }

    private static ConnectorException Unusable(string message) => new(new Failure(FailureKind.Configuration, message, "Repair the file, or its path in section Mail."));

    private static Failure NoAddress(string text) => new(FailureKind.Configuration, $"'{MailText.OneLine(text)}' is not a mail address.", "Correct it; one such as credit@example.com is expected.");

    private sealed class CertificateSet : IDisposable
    {
        public X509Certificate2Collection Certificates { get; } = [];

        public void Dispose()
        {
            foreach (var certificate in Certificates)
                certificate.Dispose();
        }
    }
}
