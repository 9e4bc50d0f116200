namespace CreditBridge.Abstractions.Records;

/// <summary>How much an event matters.</summary>
public enum SignalSeverity
{
    /// <summary>Good to know.</summary>
    Information = 0,

    /// <summary>Somebody should look.</summary>
    Warning = 1,

    /// <summary>Act now: insolvency, fraud.</summary>
    Critical = 2,
}

/// <summary>An event about a company from outside: news, a filing, a mass dismissal notice, a change of owner.</summary>
/// <param name="Key">Identity within the connection.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="Type">What happened, in the connector's words, such as "insolvency"; policies tell signals apart by it.</param>
/// <param name="ObservedOn">Day on which it became known.</param>
public sealed record SignalRecord(string Key, CreditParty Party, string Type, DateOnly ObservedOn) : SourceRecord(Key)
{
    /// <summary>How much it matters.</summary>
    public SignalSeverity Severity { get; init; }

    /// <summary>Last day on which it still says something; null when the policy decides.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>What happened, for people; null when there is nothing to add.</summary>
    public string? Text { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Signal;

    /// <inheritdoc />
    public override RecordSubject Subject => Party.ToSubject();
}
