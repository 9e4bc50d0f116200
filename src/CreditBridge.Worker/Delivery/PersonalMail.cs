using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Delivery.Mail;

namespace CreditBridge.Worker.Delivery;

/// <summary>Mail to single people: a channel for each address, of the same name as one that hears of every alert, so that nobody hears twice.</summary>
/// <param name="channel">Makes the channel of an address.</param>
internal sealed class PersonalMail(Func<string, MailChannel> channel) : IPersonalChannels
{
    /// <inheritdoc />
    public IAlertChannel? To(string address) => MailAddress.Parse(address) is { } mailbox ? channel(mailbox.Address) : null;

    /// <inheritdoc />
    public IAlertChannel? Named(string name) => name.StartsWith(MailChannel.Prefix, StringComparison.Ordinal) ? To(name[MailChannel.Prefix.Length..]) : null;
}
