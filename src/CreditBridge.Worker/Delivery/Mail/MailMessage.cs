namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>A mail to be sent.</summary>
/// <param name="Subject">Its subject; line ends in it become blanks.</param>
/// <param name="Text">The whole content as plain text, for readers and clients without HTML.</param>
/// <param name="To">Who receives it: addresses, alone or with a name.</param>
internal sealed record MailMessage(string Subject, string Text, IReadOnlyList<string> To)
{
    /// <summary>The same content as HTML, encoded by <see cref="Http.Html"/>; null for plain text only.</summary>
    public string? Html { get; init; }

    /// <summary>Files beside the text.</summary>
    public IReadOnlyList<MailFile> Attachments { get; init; } = [];

    /// <summary>Pictures that <see cref="Html"/> shows by <c>src="cid:NAME"</c>, NAME being the file's name.</summary>
    public IReadOnlyList<MailFile> Images { get; init; } = [];

    /// <summary>
    /// Identity of the mail, letters, digits and hyphens: the same when it is sent again because nobody knows whether it arrived, so that servers can drop the second one. Null: a new one.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Whether clients should show it as important.</summary>
    public bool IsUrgent { get; init; }
}

/// <summary>A file in a mail.</summary>
/// <param name="Name">Its name, such as "forecast.csv".</param>
/// <param name="ContentType">Its type, such as "text/csv".</param>
/// <param name="Content">Its bytes.</param>
internal sealed record MailFile(string Name, string ContentType, byte[] Content);
