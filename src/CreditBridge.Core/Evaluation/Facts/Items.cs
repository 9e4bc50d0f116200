namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>An open item in the decision's currency.</summary>
/// <param name="Document">Document number.</param>
/// <param name="IssuedOn">Day of the document.</param>
/// <param name="DueOn">Day on which it must be paid.</param>
/// <param name="Amount">What is open; positive when the customer owes it, negative when we do.</param>
/// <param name="Original">Amount when it was issued.</param>
/// <param name="Disputed">Whether the customer disputes it.</param>
/// <param name="CanBePastDue">Whether it counts as past due once its day is over, by its nature and the policy.</param>
internal readonly record struct OpenItem(string Document, DateOnly IssuedOn, DateOnly DueOn, decimal Amount, decimal Original, bool Disputed, bool CanBePastDue)
{
    /// <summary>Day by which the customer has promised to pay; null when it has promised nothing.</summary>
    public DateOnly? PromisedOn { get; init; }

    /// <summary>Of <see cref="Amount"/>, what credits cover that the policy sets against past-due items; zero or positive.</summary>
    public decimal Covered { get; init; }

    /// <summary>Whether no exchange rate leads from its amount, which then stands as zero here and is unknown.</summary>
    public bool IsUnconverted { get; init; }

    /// <summary>What is past due once its day is over.</summary>
    public decimal Uncovered => Amount - Covered;
}

/// <summary>A settled item in the decision's currency.</summary>
/// <param name="IssuedOn">Day of the document.</param>
/// <param name="PaidOn">Day on which it was paid.</param>
/// <param name="Amount">Its amount; positive.</param>
/// <param name="DaysBeyondTerms">Days from the due date to payment; negative when paid early.</param>
internal readonly record struct PaidItem(DateOnly IssuedOn, DateOnly PaidOn, decimal Amount, int DaysBeyondTerms)
{
    /// <summary>Day by which the customer had promised to pay; null when it had promised nothing.</summary>
    public DateOnly? PromisedOn { get; init; }

    /// <summary>What it weighs in averages of days: its amount, or what stands in for it where amounts cannot be converted.</summary>
    public decimal Weight { get; init; }

    /// <summary>Whether it was disputed before it was paid.</summary>
    public bool WasDisputed { get; init; }
}
