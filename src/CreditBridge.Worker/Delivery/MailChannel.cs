using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Delivery.Mail;

namespace CreditBridge.Worker.Delivery;

/// <summary>Alerts by mail to one address. Each address is a channel of its own: whom the server refuses keeps nobody else waiting, and nobody gets a mail twice because of another.</summary>
internal sealed class MailChannel(IMailer mailer, string address, TimeSpan collects, TimeZoneInfo zone) : IAlertChannel
{
    /// <summary>How names of these channels begin; the address follows.</summary>
    public const string Prefix = "mail/";

    /// <inheritdoc />
    public string Name => Prefix + address;

    /// <inheritdoc />
    public int MostAtOnce => 100;

    /// <inheritdoc />
    public TimeSpan Collects => collects;

    /// <inheritdoc />
    public bool KeepsQuiet => true;

    /// <inheritdoc />
    public bool Tells(Alert alert) => true;

    /// <inheritdoc />
    public async Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken) =>
        (await mailer.SendAsync(AlertMail.Of(message, address, zone), cancellationToken)).Failure;
}
