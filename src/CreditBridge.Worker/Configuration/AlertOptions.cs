using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CreditBridge.Abstractions.Options;
using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Delivery.Mail;

namespace CreditBridge.Worker.Configuration;

/// <summary>Who is told of alerts, how, and when not.</summary>
public sealed class AlertOptions : IChecksItself
{
    private const string HourFormat = "HH:mm";

    /// <summary>The kinds of alerts that are raised; empty (the default) for all.</summary>
    [Option("The kinds of alerts that are raised; all when none is named. HoldReleased comes with HoldSet, RoomGone with RoomToSell.", Example = "[\"Deteriorating\", \"HoldSet\", \"ReviewBreached\"]")]
    public IReadOnlyList<AlertKind> Kinds { get; init; } = [];

    /// <summary>Whether alerts about accounts are announced in the CRM. Default: false.</summary>
    [Option("Announces alerts about accounts in the CRM, in Salesforce as platform events Credit_Alert__e; one counted call per message. Holds are left out while the connection's PublishAlerts announces them.")]
    public bool Crm { get; init; }

    /// <summary>Whether alerts are mailed. Default: false.</summary>
    [Option("Mails alerts to MailTo, or to Mail:To when that is empty; each recipient gets a mail of its own.")]
    public bool Mail { get; init; }

    /// <summary>Who receives alerts by mail; empty for Mail:To.</summary>
    [Option("Who receives alerts by mail.", Example = "[\"credit@example.com\"]")]
    public IReadOnlyList<string> MailTo { get; init; } = [];

    /// <summary>Whether alerts are mailed to the people whom they are for, too. Default: true.</summary>
    [Option("With Mail: mails alerts also to the people whom they are for, whether they are among MailTo or not. Alerts about a review: to who works on it, to who gets it from somebody else and "
        + "to whom the policy's escalation names. Alerts about an account: to its owner in the CRM; when that one cannot be mailed, to the owner of its largest open deal who can.")]
    public bool MailPeople { get; init; } = true;

    /// <summary>Minutes for which alerts are collected into one mail. Default: 60.</summary>
    [Option("Minutes for which alerts are collected into one mail. A critical one is mailed at once, and takes what has been collected along.")]
    [Range(0, 1_440)]
    public int DigestMinutes { get; init; } = 60;

    /// <summary>Webhooks by name.</summary>
    [Option("Addresses that alerts are posted to as signed JSON, each under a name of your choice.")]
    public Dictionary<string, WebhookOptions> Webhooks { get; init; } = [];

    /// <summary>Hosts that webhooks may go to.</summary>
    [Option("Host names that webhooks may go to. An address on another host is refused.", Example = "[\"hooks.example.com\"]")]
    public IReadOnlyList<string> WebhookHosts { get; init; } = [];

    /// <summary>When quiet hours begin, in the company's time zone; null for none.</summary>
    [Option("When quiet hours begin, as hours and minutes in the company's time zone (Bridge:TimeZone). Mail and webhooks are held back and come as one message when they end. Events in the CRM are not.", Example = "20:00")]
    public string? QuietFrom { get; init; }

    /// <summary>When quiet hours end; null for none.</summary>
    [Option("When quiet hours end; earlier than QuietFrom for the next morning.", Example = "07:00")]
    public string? QuietTo { get; init; }

    /// <summary>Days that are quiet as a whole.</summary>
    [Option("Days that are quiet as a whole.", Example = "[\"Saturday\", \"Sunday\"]")]
    public IReadOnlyList<DayOfWeek> QuietDays { get; init; } = [];

    /// <summary>Whether critical alerts are told in quiet hours. Default: false.</summary>
    [Option("Whether critical alerts are told in quiet hours, too.")]
    public bool CriticalBreaksQuiet { get; init; }

    /// <summary>Days that a condition must have been over to be told of again. Default: 7.</summary>
    [Option("Days that a condition must have been over before it is told of again. Holds are always told of, set and released.")]
    [Range(0, 365)]
    public int CoolDownDays { get; init; } = 7;

    /// <summary>Hours for which telling an alert is tried. Default: 72.</summary>
    [Option("Hours for which telling an alert is tried before it is given up.")]
    [Range(1, 720)]
    public int GiveUpHours { get; init; } = 72;

    /// <summary>The same for the runs.</summary>
    internal AlertRules ToRules(TimeZoneInfo zone) => new()
    {
        Kinds = [.. Kinds],
        CoolDown = TimeSpan.FromDays(CoolDownDays),
        GiveUpAfter = TimeSpan.FromHours(GiveUpHours),
        CriticalBreaksQuiet = CriticalBreaksQuiet,
        Quiet = new QuietHours(Hour(QuietFrom) ?? default, Hour(QuietTo) ?? default, QuietDays.ToHashSet(), zone),
    };

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        foreach (var (name, text) in new[] { (nameof(QuietFrom), QuietFrom), (nameof(QuietTo), QuietTo) })
        {
            if (text is not null && Hour(text) is null)
                yield return (name, $"'{MailText.OneLine(text)}' is not a time of day; hours and minutes such as 20:00 are expected.");
        }

        if (QuietFrom is null != QuietTo is null)
            yield return (nameof(QuietFrom), "Quiet hours need both QuietFrom and QuietTo.");
        if (QuietDays.Distinct().Count() == 7)
            yield return (nameof(QuietDays), "With all seven days quiet nobody would ever be told.");
        foreach (var address in MailTo.Where(a => MailAddress.Parse(a) is null))
            yield return (nameof(MailTo), $"'{MailText.OneLine(address)}' is not a mail address; one such as credit@example.com is expected.");
        foreach (var (name, hook) in Webhooks)
        {
            if (name.Length is 0 or > 50 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                yield return (nameof(Webhooks), $"'{MailText.OneLine(name)}' is no name for a webhook: letters, digits, hyphens and underscores are expected, at most 50.");
            if (hook.Url is { } url && url.Host.Length > 0 && !WebhookHosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase))
                yield return (nameof(WebhookHosts), $"The webhook '{name}' goes to {url.IdnHost}, which is not among the hosts that webhooks may go to. Add it, if that is meant.");
        }
    }

    private static TimeOnly? Hour(string? text) => TimeOnly.TryParseExact(text, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour) ? hour : null;
}

/// <summary>An address that alerts are posted to.</summary>
public sealed class WebhookOptions : IChecksItself
{
    private const int ShortestSecret = 32;

    /// <summary>The address.</summary>
    [Option("Address that alerts are posted to; https, or http on this machine. Redirects are not followed.", Example = "https://hooks.example.com/credit")]
    [Required]
    public Uri? Url { get; init; }

    /// <summary>Secret that requests are signed with.</summary>
    [Option("Secret that requests are signed with (HMAC-SHA256); at least 32 characters, best given through the environment. Make one with: openssl rand -hex 32", Secret = true)]
    [Required]
    public string? Secret { get; init; }

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Secret is { Length: > 0 and < ShortestSecret })
            yield return (nameof(Secret), $"A secret of at least {ShortestSecret} characters is expected. Make one with: openssl rand -hex 32");
        if (Url is null)
            yield break;
        if (Url.Scheme != Uri.UriSchemeHttps && !(Url.Scheme == Uri.UriSchemeHttp && MailOptions.IsLoopback(Url.Host)))
            yield return (nameof(Url), "An https address is expected; http is allowed on this machine only.");
        if (Url.UserInfo.Length > 0)
            yield return (nameof(Url), "A user or password in an address ends up in logs. Leave it out; requests are signed.");
    }
}
