using System.Net.Sockets;
using CreditBridge.Abstractions.Failures;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>Turns what a mail server says, or does not say, into failures.</summary>
internal static class MailFailures
{
    /// <summary>The failure that an exception stands for; null for a cancellation by the caller, or a defect.</summary>
    public static Failure? Of(Exception exception, string server, int port, CancellationToken cancelled) => exception switch
    {
        OperationCanceledException when cancelled.IsCancellationRequested => null,
        ConnectorException known => known.Failure,
        SslHandshakeException => new(FailureKind.Configuration, $"{server} shows a certificate that is not trusted, or no TLS that this machine accepts.",
            "Name its authority in Mail:CertificateAuthorities, use the host name that stands in the certificate, or check Mail:Security and Mail:Port."),
        AuthenticationException => new(FailureKind.Authentication, $"{server} refuses the login.", "Check Mail:User and its password."),
        NotSupportedException => new(FailureKind.Configuration, $"{server} does not offer what is needed: TLS, or a way to log in.", "Check Mail:Security, Mail:Port and Mail:User."),
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } e => new(
            Kind((int)e.StatusCode, FailureKind.Configuration), $"{server} does not accept the sender: {Said(e.Message)}", "Check Mail:From, and that the user may send as it.") { Code = Code(e) },
        SmtpCommandException e => new(Kind((int)e.StatusCode, FailureKind.RecordRejected), $"{server} does not take the mail: {Said(e.Message)}", Next((int)e.StatusCode)) { Code = Code(e) },
        SocketException or IOException or TimeoutException or OperationCanceledException or SmtpProtocolException or ServiceNotConnectedException => new(
            FailureKind.Transient, $"The mail server {server}:{port} does not answer as expected.", "Check that it runs and that Mail:Host and Mail:Port are right."),
        _ => null,
    };

    /// <summary>Why a recipient was refused.</summary>
    public static Failure OfRecipient(string address, string server, int code, string response) =>
        new(Kind(code, FailureKind.RecordRejected), $"{server} does not take mail for {address}: {Said(response)}", Next(code)) { Code = $"SMTP {code}" };

    private static FailureKind Kind(int code, FailureKind permanent) => code is 421 or 450 or 451 or 452 ? FailureKind.Transient : code is >= 400 and < 500 ? FailureKind.Transient : permanent;

    private static string Next(int code) => code is >= 400 and < 500 ? "The server may take it later; when it lasts, ask who runs it." : "Correct the address, or ask who runs the mail server.";

    private static string Code(SmtpCommandException e) => $"SMTP {(int)e.StatusCode}";

    private static string Said(string text) => MailText.OneLine(text) is { Length: > 0 } said ? said : "it does not say why.";
}
