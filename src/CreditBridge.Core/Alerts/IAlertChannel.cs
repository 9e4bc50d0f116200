using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Alerts;

/// <summary>A way to tell alerts: events in the CRM, a webhook, mail to one address.</summary>
public interface IAlertChannel
{
    /// <summary>Its name, stored with what waits for it: "crm", "webhook/teams", "mail/credit@example.com".</summary>
    string Name { get; }

    /// <summary>How many alerts one message can hold.</summary>
    int MostAtOnce { get; }

    /// <summary>How long alerts that are not critical are collected, so that they come in one message.</summary>
    TimeSpan Collects { get; }

    /// <summary>Whether quiet hours are kept. Programs that listen need none.</summary>
    bool KeepsQuiet { get; }

    /// <summary>Whether the channel tells alerts of this sort.</summary>
    bool Tells(Alert alert);

    /// <summary>Tells alerts in one message. What is expected to fail now and then comes out as a failure.</summary>
    /// <param name="message">The message; the same identity stands for the same message, however often it is sent.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null when it was told.</returns>
    Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <summary>Alerts that are told together.</summary>
/// <param name="Id">Its identity: that of the alert when it is only one.</param>
/// <param name="Alerts">The alerts, oldest first; never empty.</param>
/// <param name="SentAt">When it is sent.</param>
public sealed record AlertMessage(string Id, IReadOnlyList<RaisedAlert> Alerts, DateTimeOffset SentAt)
{
    /// <summary>The highest urgency among them.</summary>
    public AlertSeverity Severity => Alerts.Max(a => a.Alert.Severity);
}
