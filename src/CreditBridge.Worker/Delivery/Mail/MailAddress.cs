using MimeKit;

namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>Reads addresses strictly: one mailbox, no line ends, a domain.</summary>
internal static class MailAddress
{
    /// <summary>The mailbox; null when the text is not exactly one.</summary>
    public static MailboxAddress? Parse(string? text) =>
        text is not null && !text.Any(char.IsControl) && MailboxAddress.TryParse(Strict, text, out var mailbox) && mailbox.Address.Length <= 254
        && mailbox.Address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < mailbox.Address.Length - 1 && !mailbox.Address.Any(char.IsWhiteSpace)
            ? mailbox : null;

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false, AllowUnquotedCommasInAddresses = false,
    };
}
