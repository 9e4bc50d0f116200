using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Worker.Delivery.Mail;

/// <summary>What came of a mail, recipient by recipient.</summary>
/// <param name="Recipients">One per recipient, in the order of the message.</param>
internal sealed record MailOutcome(IReadOnlyList<RecipientOutcome> Recipients)
{
    /// <summary>Whether the server took the mail for everybody.</summary>
    public bool IsDelivered => Recipients.All(r => r.Failure is null);

    /// <summary>The first failure; null when there is none.</summary>
    public Failure? Failure => Recipients.Select(r => r.Failure).FirstOrDefault(f => f is not null);

    /// <summary>The same failure for everybody.</summary>
    public static MailOutcome Failed(IReadOnlyList<string> recipients, Failure failure) => new([.. recipients.Select(r => new RecipientOutcome(r, failure))]);
}

/// <summary>What came of a mail for one recipient.</summary>
/// <param name="Address">As the message names it.</param>
/// <param name="Failure">Why the server did not take it; null when it did.</param>
internal sealed record RecipientOutcome(string Address, Failure? Failure);
