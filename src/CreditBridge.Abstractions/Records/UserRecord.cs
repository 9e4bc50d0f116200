namespace CreditBridge.Abstractions.Records;

/// <summary>A person in the CRM who owns accounts and deals.</summary>
/// <param name="Key">Record id in the CRM.</param>
/// <param name="Name">Display name.</param>
public sealed record UserRecord(string Key, string Name) : SourceRecord(Key)
{
    /// <summary>E-mail address; null when unknown.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the person can still log in.</summary>
    public bool IsActive { get; init; } = true;

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.User;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Nobody;
}
