using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>A deal in the CRM.</summary>
/// <param name="Key">Record id in the CRM.</param>
/// <param name="Name">Name as sales knows it.</param>
/// <param name="Stage">Name of its stage, the key of a <see cref="StageRecord"/>.</param>
/// <param name="CloseDate">Day on which sales expects it to close.</param>
public sealed record OpportunityRecord(string Key, string Name, string Stage, DateOnly CloseDate) : SourceRecord(Key)
{
    /// <summary>The account it belongs to; null for a deal that nobody has assigned yet.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Expected amount in the deal's currency; null when sales has not named one.</summary>
    public Money? Amount { get; init; }

    /// <summary>Currency of the deal's record, known also without an amount; null when the CRM keeps none.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary>Probability of winning in percent, 0 to 100; null when unknown.</summary>
    public decimal? ProbabilityPercent { get; init; }

    /// <summary>Whether the deal is over, won or lost.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether the deal was won.</summary>
    public bool IsWon { get; init; }

    /// <summary>The payment terms that sales means to promise; null when it has named none.</summary>
    public PaymentTerms? RequestedTerms { get; init; }

    /// <summary>What sales wrote as terms when it could not be read as such; null otherwise. Kept so that the answer can say so.</summary>
    public string? UnreadableTerms { get; init; }

    /// <summary>Key of the owning user; null when none.</summary>
    public string? OwnerKey { get; init; }

    /// <summary>Day on which the deal was created in the CRM; null when unknown.</summary>
    public DateOnly? CreatedOn { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Opportunity;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Account(AccountKey);
}
