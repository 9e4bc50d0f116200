using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>What a deal looked like from a moment on, written by the CRM when its stage, amount, probability or close date changed.</summary>
/// <param name="Key">Record id in the CRM.</param>
/// <param name="OpportunityKey">The deal.</param>
/// <param name="Stage">Name of the stage from that moment on.</param>
/// <param name="ChangedAt">The moment, UTC.</param>
public sealed record StageChangeRecord(string Key, string OpportunityKey, string Stage, DateTimeOffset ChangedAt) : SourceRecord(Key)
{
    /// <summary>Amount from that moment on; null when none.</summary>
    public Money? Amount { get; init; }

    /// <summary>Close date from that moment on; null when none.</summary>
    public DateOnly? CloseDate { get; init; }

    /// <summary>Probability in percent from that moment on; null when unknown.</summary>
    public decimal? ProbabilityPercent { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.StageChange;

    /// <summary>Nobody: history feeds forecasts. The deal's own record says what is true now.</summary>
    public override RecordSubject Subject => RecordSubject.Nobody;
}
