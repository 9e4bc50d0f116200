using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Tells subscribers in the org (flows, other systems) at once that a hold was set or released, by platform events: one call per batch in which there are such. What
/// counts is on the account; an event that cannot be published is not repeated, and the problem is named.
/// </summary>
internal sealed class AlertPublisher(SalesforceClient client, SalesforceOptions options, TimeProvider clock)
{
    private const string Event = "Credit_Alert__e";

    private const int MostMessage = 1_000;

    private volatile CheckFinding? _problem;

    /// <summary>Why the last events were not published; null when they were.</summary>
    public CheckFinding? Problem => _problem;

    /// <summary>Publishes what was delivered.</summary>
    public async Task PublishAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        if (!options.PublishAlerts)
            return;
        foreach (var call in writes.Where(w => outcomes[w] is null && IsNews(w.Write)).Select(w => w.Write).Chunk(WriteCall.CallSize))
            await PublishAsync(call, cancellationToken);
    }

    // A record that was never written before gets every field: that it is not on hold is no news then.
    private static bool IsNews(FieldWrite write) =>
        write.Values.TryGetValue(CreditFields.Account.Hold, out var hold) && (hold.Content is true || (hold.Content is false && write.Basis is not null));

    private async Task PublishAsync(FieldWrite[] writes, CancellationToken cancellationToken)
    {
        var request = new CompositeRequest();
        foreach (var (i, records) in writes.Chunk(CollectionSize.Most).Index())
            request.Post(WriteCall.Reference(i), client.Root + "/composite/sobjects", json => WriteEvents(json, records));
        try
        {
            var answers = (await client.SendAsync(request, cancellationToken)).Value;
            // An event that was accepted carries an "error" OPERATION_ENQUEUED beside its success.
            var refused = answers.Values.SelectMany(FailuresOf).FirstOrDefault();
            _problem = refused is null ? null : Finding(refused);
        }
        catch (ConnectorException e)
        {
            _problem = Finding(e.Failure);
        }
    }

    private void WriteEvents(Utf8JsonWriter json, FieldWrite[] writes)
    {
        json.WriteStartObject();
        json.WriteBoolean("allOrNone", false);
        json.WriteStartArray("records");
        foreach (var write in writes)
        {
            var isSet = write.Values[CreditFields.Account.Hold].Content is true;
            var reason = Text(write, CreditFields.Account.HoldReason);
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteString("type", Event);
            json.WriteEndObject();
            json.WriteString("Account_Id__c", write.Target.Key);
            json.WriteString("Alert_Type__c", isSet ? "HoldSet" : "HoldReleased");
            json.WriteString("Severity__c", isSet ? "High" : "Information");
            json.WriteString("Message__c", FieldContent.Cut(isSet ? reason ?? "The account is on credit hold." : "The credit hold was released.", MostMessage, withEllipsis: true));
            json.WriteString("Occurred_At__c", (string)FieldContent.Of(CreditFields.Account.CheckedAt, CheckedAt(write), MostMessage)!);
            if (Text(write, CreditFields.Account.DecisionId) is { } decision)
                json.WriteString("Decision_Id__c", decision);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private FieldValue CheckedAt(FieldWrite write) =>
        write.Values.TryGetValue(CreditFields.Account.CheckedAt, out var at) && !at.IsEmpty ? at : FieldValue.Instant(clock.GetUtcNow());

    private static string? Text(FieldWrite write, CreditField field) => write.Values.TryGetValue(field, out var value) ? value.Content as string : null;

    private static IEnumerable<Failure> FailuresOf(CompositeAnswer answer)
    {
        if (answer.Failure is { } whole)
            return [whole];
        if (answer.Body.ValueKind != JsonValueKind.Array)
            return [];
        return answer.Body.EnumerateArray()
            .Where(r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False)
            .Select(r => r.TryGetProperty("errors", out var errors) && ErrorBody.Decode(errors) is [var error, ..] ? RecordFailures.Of(error)
                : new Failure(FailureKind.Transient, "The org does not say why.", ""));
    }

    private static CheckFinding Finding(Failure failure) => new(Event, CheckStatus.Warning, $"Events about holds could not be published. {failure.Message}",
        "Deploy deploy/salesforce and assign permission set CreditBridge_Integration; or set PublishAlerts to false.");
}
