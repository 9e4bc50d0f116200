namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>Text that stands in one line of a mail's head, or of a message about it.</summary>
internal static class MailText
{
    private const int MostCharacters = 250;

    /// <summary>The text in one line, control characters as blanks, cut when it is long.</summary>
    public static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return line.Length <= MostCharacters ? line : line[..(MostCharacters - 1)] + "…";
    }
}
