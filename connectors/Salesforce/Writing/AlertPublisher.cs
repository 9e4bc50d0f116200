using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Tells subscribers in the org (flows, other systems) by platform events: of holds as they are written, when the option says so, and of alerts that it is given. What counts about a
/// hold is on the account; an event about one that cannot be published is not repeated, and the problem is named. Alerts are repeated by who gives them.
/// </summary>
internal sealed class AlertPublisher(SalesforceClient client, SalesforceOptions options, TimeProvider clock) : IAlertSink
{
    private const string Event = "Credit_Alert__e";

    private const int MostMessage = 1_000;

    private volatile CheckFinding? _problem;

    /// <summary>Why the last events were not published; null when they were.</summary>
    public CheckFinding? Problem => _problem;

    /// <inheritdoc />
    public bool AnnouncesHolds => options.PublishAlerts;

    /// <inheritdoc />
    public int MostAtOnce => CollectionSize.Most;

    /// <summary>Announces the holds among what was delivered.</summary>
    public async Task PublishAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        if (!options.PublishAlerts)
            return;
        foreach (var call in writes.Where(w => outcomes[w] is null && IsNews(w.Write)).Select(w => NoticeOf(w.Write)).Chunk(WriteCall.CallSize))
            await PublishAsync(call, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<Failure?> PublishAsync(IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
    {
        var request = new CompositeRequest();
        foreach (var (i, records) in notices.Chunk(CollectionSize.Most).Index())
            request.Post(WriteCall.Reference(i), client.Root + "/composite/sobjects", json => WriteEvents(json, records));
        Failure? refused;
        try
        {
            var answers = (await client.SendAsync(request, cancellationToken)).Value;
            // An event that was accepted carries an "error" OPERATION_ENQUEUED beside its success.
            refused = answers.Values.SelectMany(FailuresOf).FirstOrDefault();
        }
        catch (ConnectorException e)
        {
            refused = e.Failure;
        }

        _problem = refused is null ? null : Finding(refused);
        return refused;
    }

    // A record that was never written before gets every field: that it is not on hold is no news then.
    private static bool IsNews(FieldWrite write) =>
        write.Values.TryGetValue(CreditFields.Account.Hold, out var hold) && (hold.Content is true || (hold.Content is false && write.Basis is not null));

    private AlertNotice NoticeOf(FieldWrite write)
    {
        var isSet = write.Values[CreditFields.Account.Hold].Content is true;
        var at = write.Values.TryGetValue(CreditFields.Account.CheckedAt, out var checkedAt) && checkedAt.Content is DateTimeOffset known ? known : clock.GetUtcNow();
        var type = isSet ? "HoldSet" : "HoldReleased";
        return new AlertNotice(
            Id(write.Target.Key, type, at), type, isSet ? "High" : "Information",
            isSet ? Text(write, CreditFields.Account.HoldReason) ?? "The account is on credit hold." : "The credit hold was released.", at, write.Target.Key)
        {
            DecisionId = Text(write, CreditFields.Account.DecisionId),
        };
    }

    private static void WriteEvents(Utf8JsonWriter json, AlertNotice[] notices)
    {
        json.WriteStartObject();
        json.WriteBoolean("allOrNone", false);
        json.WriteStartArray("records");
        foreach (var notice in notices)
        {
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteString("type", Event);
            json.WriteEndObject();
            json.WriteString("Alert_Id__c", notice.Id);
            json.WriteString("Account_Id__c", notice.AccountKey);
            json.WriteString("Alert_Type__c", notice.Type);
            json.WriteString("Severity__c", notice.Severity);
            json.WriteString("Message__c", FieldContent.Cut(notice.Message, MostMessage, withEllipsis: true));
            json.WriteString("Occurred_At__c", (string)FieldContent.Of(CreditFields.Account.CheckedAt, FieldValue.Instant(notice.OccurredAt), MostMessage)!);
            if (notice.OpportunityKey is { } deal)
                json.WriteString("Opportunity_Id__c", deal);
            if (notice.DecisionId is { } decision)
                json.WriteString("Decision_Id__c", decision);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The same hold, written again because nobody knew whether it had arrived, is the same event.
    private static string Id(string account, string type, DateTimeOffset at) =>
        "h-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{type}\n{at.UtcTicks}")))[..16];

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

    private static CheckFinding Finding(Failure failure) => new(Event, CheckStatus.Warning, $"Events about holds and alerts could not be published. {failure.Message}",
        "Deploy deploy/salesforce and assign permission set CreditBridge_Integration; or set PublishAlerts of the connection, and Alerts:Crm, to false.");
}
