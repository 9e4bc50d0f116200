using MimeKit;
using MimeKit.Utils;

namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>Makes the MIME message: text, the same as HTML, pictures in it, files beside it. Nothing that is put in can begin a line of the head.</summary>
internal static class MailBuilder
{
    public static MimeMessage Build(MailMessage message, MailboxAddress from, IReadOnlyList<MailboxAddress> to, DateTimeOffset now)
    {
        var mail = new MimeMessage { Subject = MailText.OneLine(message.Subject), Date = now, MessageId = MessageId(message.Id, from) };
        mail.From.Add(from);
        mail.To.AddRange(to);
        // No answer of an absent person is wanted.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.IsUrgent)
            mail.Importance = MessageImportance.High;

        var body = new BodyBuilder { TextBody = message.Text, HtmlBody = message.Html };
        foreach (var image in message.Images)
        {
            var part = body.LinkedResources.Add(MailText.OneLine(image.Name), image.Content, TypeOf(image));
            part.ContentId = MailText.OneLine(image.Name);
        }

        foreach (var file in message.Attachments)
            body.Attachments.Add(MailText.OneLine(file.Name), file.Content, TypeOf(file));
        mail.Body = body.ToMessageBody();
        return mail;
    }

    private static ContentType TypeOf(MailFile file) => ContentType.TryParse(file.ContentType, out var type) ? type : new ContentType("application", "octet-stream");

    private static string MessageId(string? id, MailboxAddress from)
    {
        var domain = from.Address[(from.Address.LastIndexOf('@') + 1)..];
        var name = id is null ? null : string.Concat(id.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
        return string.IsNullOrEmpty(name) ? MimeUtils.GenerateMessageId(domain) : $"{name}@{domain}";
    }
}
