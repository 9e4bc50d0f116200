using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Abstractions.Sinks;

/// <summary>Announces alerts to whoever listens in the CRM: flows and other subscribers.</summary>
public interface IAlertSink
{
    /// <summary>Whether holds are announced by the sink itself as they are written, so that nobody else must.</summary>
    bool AnnouncesHolds { get; }

    /// <summary>How many notices one call can hold.</summary>
    int MostAtOnce { get; }

    /// <summary>Announces notices. What is expected to fail now and then comes out as a failure.</summary>
    /// <returns>Null when they were taken.</returns>
    Task<Failure?> PublishAsync(IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken);
}

/// <summary>An alert as subscribers get it.</summary>
/// <param name="Id">Its identity; a notice that is announced again has the same, so that subscribers can drop it.</param>
/// <param name="Type">What it is about, such as "Deteriorating"; subscribers filter on it.</param>
/// <param name="Severity">"Information", "High" or "Critical".</param>
/// <param name="Message">The words, free of figures that only credit may know.</param>
/// <param name="OccurredAt">When it came to be.</param>
/// <param name="AccountKey">The account.</param>
public sealed record AlertNotice(string Id, string Type, string Severity, string Message, DateTimeOffset OccurredAt, string AccountKey)
{
    /// <summary>The deal; null when it is about none.</summary>
    public string? OpportunityKey { get; init; }

    /// <summary>The decision it comes from; null for none.</summary>
    public string? DecisionId { get; init; }
}
