namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>Hands mail to a server.</summary>
internal interface IMailer
{
    /// <summary>Whether there is a server to hand mail to.</summary>
    bool IsSet { get; }

    /// <summary>Hands a mail over. What is expected to fail now and then comes out as the outcome.</summary>
    Task<MailOutcome> SendAsync(MailMessage message, CancellationToken cancellationToken);
}
