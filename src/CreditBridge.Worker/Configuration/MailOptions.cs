using System.ComponentModel.DataAnnotations;
using System.Net;
using CreditBridge.Abstractions.Options;
using CreditBridge.Worker.Delivery.Mail;

namespace CreditBridge.Worker.Configuration;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begins in plain text and must change to TLS before anything is said; usual on port 587.</summary>
    StartTls = 0,

    /// <summary>TLS from the first byte; usual on port 465.</summary>
    Tls,

    /// <summary>No protection: for a server on this machine.</summary>
    None,
}

/// <summary>The server that mail is handed to.</summary>
public sealed class MailOptions : IChecksItself
{
    /// <summary>Host name of the SMTP server; null (the default) sends no mail.</summary>
    [Option("Host name of the SMTP server that mail is handed to. Without it no mail is sent.", Example = "smtp.example.com")]
    public string? Host { get; init; }

    /// <summary>Port of the server. Default: 587.</summary>
    [Option("Port of the SMTP server: 587 for StartTls, 465 for Tls.")]
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary>How the connection is protected. Default: StartTls.</summary>
    [Option("How the connection is protected. StartTls and Tls never fall back to plain text. None is for a server on this machine.")]
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Whether None may be used with a server on another machine. Default: false.</summary>
    [Option("Whether mail may go to a server on another machine without protection. Anybody on the way can read and change it.")]
    public bool AllowUnencrypted { get; init; }

    /// <summary>PEM file with certificate authorities that are trusted beside the machine's own; null for none.</summary>
    [Option("PEM file with certificate authorities that are trusted for this server beside those of the machine, such as the company's own.", Example = "company-ca.pem")]
    public string? CertificateAuthorities { get; init; }

    /// <summary>User to log in as; null for no login.</summary>
    [Option("User to log in as. Without it there is no login.", Example = "creditbridge@example.com")]
    public string? User { get; init; }

    /// <summary>Password of the user; null when it stands in a file.</summary>
    [Option("Password of the user; best given through the environment.", Secret = true)]
    public string? Password { get; init; }

    /// <summary>File with the password; null when it is given directly.</summary>
    [Option("File that holds the password in its first line; Password comes first when both are given. It is read for every mail, so that it may be changed while the service runs.", Example = "/run/secrets/smtp-password")]
    public string? PasswordFile { get; init; }

    /// <summary>Address that mail comes from.</summary>
    [Option("Address that mail comes from, alone or with a name.", Example = "CreditBridge <creditbridge@example.com>")]
    public string? From { get; init; }

    /// <summary>Who receives mail unless a section names others.</summary>
    [Option("Who receives mail, unless the section that causes it names others.", Example = "[\"credit@example.com\"]")]
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>How long connecting and each answer may take, in seconds. Default: 30.</summary>
    [Option("Seconds that connecting, and each answer of the server, may take.")]
    [Range(1, 600)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Whether there is a server.</summary>
    internal bool IsSet => !string.IsNullOrWhiteSpace(Host);

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        foreach (var address in To.Where(a => MailAddress.Parse(a) is null))
            yield return (nameof(To), $"'{MailText.OneLine(address)}' is not a mail address; one such as credit@example.com is expected.");
        if (!IsSet)
            yield break;
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            yield return (nameof(Host), $"'{MailText.OneLine(Host!)}' is not a host name.");
        if (From is null)
            yield return (nameof(From), "The address that mail comes from is missing.");
        else if (MailAddress.Parse(From) is null)
            yield return (nameof(From), $"'{MailText.OneLine(From)}' is not a mail address; one such as creditbridge@example.com is expected.");
        if (Security == MailSecurity.None && !AllowUnencrypted && !IsLoopback(Host!))
            yield return (nameof(Security), $"None is allowed only for a server on this machine, and {Host} is none. Use StartTls or Tls; or set AllowUnencrypted, and everybody on the way can read the mail.");
        if (User is null && (Password ?? PasswordFile) is not null)
            yield return (nameof(User), "There is a password, and no user.");
        if (User is not null && Password is null && PasswordFile is null)
            yield return (nameof(Password), "For a user, give Password or PasswordFile.");
        if (User is not null && Security == MailSecurity.None && !IsLoopback(Host!))
            yield return (nameof(User), "A password is never sent over a connection without protection. Use StartTls or Tls, or a server that asks for no login.");
    }

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
