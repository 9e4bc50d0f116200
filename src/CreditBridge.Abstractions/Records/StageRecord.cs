namespace CreditBridge.Abstractions.Records;

/// <summary>A stage that deals can be in, as the CRM defines it. Stages are read, never assumed.</summary>
/// <param name="Key">The stage's name as it stands on deals.</param>
public sealed record StageRecord(string Key) : SourceRecord(Key)
{
    /// <summary>Position in the sales process, ascending.</summary>
    public int SortOrder { get; init; }

    /// <summary>Default probability of winning in percent, 0 to 100.</summary>
    public decimal DefaultProbabilityPercent { get; init; }

    /// <summary>Whether sales can still choose it.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether deals in it are over.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether deals in it are won.</summary>
    public bool IsWon { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Stage;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Everybody;
}
