using CreditBridge.Abstractions.Failures;
using MailKit.Net.Smtp;
using MimeKit;

namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>An SMTP client that goes on when the server refuses a recipient, and keeps why.</summary>
/// <param name="refused">Takes the refusals, by address.</param>
/// <param name="server">Name of the server, for people.</param>
internal sealed class RecipientClient(Dictionary<string, Failure> refused, string server) : SmtpClient
{
    /// <inheritdoc />
    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        refused[mailbox.Address] = MailFailures.OfRecipient(mailbox.Address, server, (int)response.StatusCode, response.Response);
}
