using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Alerts;

namespace CreditBridge.Worker.Delivery;

/// <summary>Alerts about accounts as events in the CRM. Programs listen there: quiet hours are not kept.</summary>
/// <param name="sink">The CRM.</param>
internal sealed class CrmChannel(IAlertSink sink) : IAlertChannel
{
    /// <inheritdoc />
    public string Name => "crm";

    /// <inheritdoc />
    public int MostAtOnce => sink.MostAtOnce;

    /// <inheritdoc />
    public TimeSpan Collects => TimeSpan.Zero;

    /// <inheritdoc />
    public bool KeepsQuiet => false;

    /// <inheritdoc />
    public bool Tells(Alert alert) => alert.AccountKey is not null && !(sink.AnnouncesHolds && alert.Kind is AlertKind.HoldSet or AlertKind.HoldReleased);

    /// <inheritdoc />
    public Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken) => sink.PublishAsync(
        [
            .. message.Alerts.Select(a => new AlertNotice(a.Id, $"{a.Alert.Kind}", Severity(a.Alert.Severity), a.Alert.Words, a.RaisedAt, a.Alert.AccountKey!)
            {
                OpportunityKey = a.Alert.OpportunityKey,
                DecisionId = a.Alert.DecisionId,
            }),
        ],
        cancellationToken);

    // The words that subscribers of holds know.
    private static string Severity(AlertSeverity severity) => severity == AlertSeverity.Warning ? "High" : $"{severity}";
}
