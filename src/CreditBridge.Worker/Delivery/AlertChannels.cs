using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery.Mail;
using CreditBridge.Worker.Delivery.Webhooks;

namespace CreditBridge.Worker.Delivery;

/// <summary>The channels that the configuration asks for.</summary>
internal static class AlertChannels
{
    /// <summary>The channels, those in the CRM first.</summary>
    public static IReadOnlyList<IAlertChannel> Of(BridgeOptions options, Abstractions.Sinks.IAlertSink? crm, IMailer mailer, HttpClient http, TimeProvider clock)
    {
        var channels = new List<IAlertChannel>();
        if (options.Alerts.Crm && crm is not null)
            channels.Add(new CrmChannel(crm));
        foreach (var (name, hook) in options.Alerts.Webhooks.OrderBy(w => w.Key, StringComparer.Ordinal))
            channels.Add(new WebhookChannel(name, hook, http, clock));
        if (options.Alerts.Mail)
        {
            channels.AddRange((options.Alerts.MailTo is { Count: > 0 } own ? own : options.Mail.To).Select(t => MailAddress.Parse(t)!.Address).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(address => Mail(options, mailer, address)));
        }

        return channels;
    }

    /// <summary>Ways to tell single people what is for them; null when that is not wanted.</summary>
    public static IPersonalChannels? PeopleOf(BridgeOptions options, IMailer mailer) =>
        options.Alerts is { Mail: true, MailPeople: true } ? new PersonalMail(address => Mail(options, mailer, address)) : null;

    private static MailChannel Mail(BridgeOptions options, IMailer mailer, string address) => new(mailer, address, TimeSpan.FromMinutes(options.Alerts.DigestMinutes), options.Bridge.Zone);
}
