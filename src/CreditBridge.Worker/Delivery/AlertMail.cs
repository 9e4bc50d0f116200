using System.Globalization;
using System.Text;
using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Delivery.Mail;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Http;

namespace CreditBridge.Worker.Delivery;

/// <summary>A mail that tells alerts: the most urgent first, the same in plain text and in HTML that every client shows.</summary>
internal static class AlertMail
{
    private const string Sender = "Sent by CreditBridge.";
    private const string Yours = "Alerts about an account come to you when the account, or an open deal with it, is yours in the CRM.";

    /// <summary>The mail.</summary>
    /// <param name="message">The alerts.</param>
    /// <param name="address">Who receives it.</param>
    /// <param name="zone">Time zone of the company; times are told in it.</param>
    public static MailMessage Of(AlertMessage message, string address, TimeZoneInfo zone)
    {
        var alerts = message.Alerts.OrderByDescending(a => a.Alert.Severity).ThenBy(a => a.RaisedAt).ToList();
        var subject = alerts.Count == 1 ? alerts[0].Alert.Title : $"{Texts.Count(alerts.Count, "credit alert")}: {alerts[0].Alert.Title} and more";
        var why = alerts.Any(a => a.Alert.ForSales is not null && (a.Alert.People ?? []).Any(p => string.Equals(p.Address, address, StringComparison.OrdinalIgnoreCase))) ? $"{Yours} {Sender}" : Sender;
        return new MailMessage(subject, Plain(alerts, why, zone), [address]) { Html = Page(subject, alerts, why, zone).Markup, Id = message.Id, IsUrgent = message.Severity == AlertSeverity.Critical };
    }

    private static string Plain(List<RaisedAlert> alerts, string why, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        foreach (var alert in alerts)
            text.Append(CultureInfo.InvariantCulture, $"[{alert.Alert.Severity}] {alert.Alert.Title}\r\n{alert.Alert.Words}\r\n{When(alert, zone)}\r\n\r\n");
        return text.Append(CultureInfo.InvariantCulture, $"{why}\r\n").ToString();
    }

    // Mail clients know neither style sheets nor layout of today: a table, and styles in place.
    private static Html Page(string subject, List<RaisedAlert> alerts, string why, TimeZoneInfo zone) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{subject}</title></head>
        <body style="margin:0;padding:16px;font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.45">
        <table role="presentation" cellpadding="0" cellspacing="0" style="max-width:640px;width:100%;border-collapse:collapse">
        {alerts.Select(a => Row(a, zone))}
        </table>
        <p style="font-size:13px;opacity:.75;margin:4px 0 0;max-width:640px">{why}</p>
        </body></html>
        """);

    private static Html Row(RaisedAlert alert, TimeZoneInfo zone) => Html.Of(
        $"""
        <tr><td style="border-left:4px solid {Colour(alert.Alert.Severity)};padding:8px 12px">
        <div style="font-size:13px;font-weight:600;opacity:.75">{$"{alert.Alert.Severity}"}</div>
        <div style="font-size:16px;font-weight:600;margin:2px 0 4px">{alert.Alert.Title}</div>
        <div>{alert.Alert.Words}</div>
        <div style="font-size:13px;opacity:.75;margin-top:4px">{When(alert, zone)}</div>
        </td></tr>
        <tr><td style="height:12px"></td></tr>
        """);

    private static string Colour(AlertSeverity severity) => severity switch { AlertSeverity.Critical => "#b3261e", AlertSeverity.Warning => "#b26a00", _ => "#1f6f43" };

    private static string When(RaisedAlert alert, TimeZoneInfo zone)
    {
        var over = !alert.Alert.TellsOfAnEnd && alert.EndedAt is { } end ? $", over since {Local(end)}" : "";
        return $"{Local(alert.RaisedAt)}{over}";

        string Local(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm} {zone.Id}");
    }
}
