using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Core.Alerts;

namespace CreditBridge.Worker.Delivery.Webhooks;

/// <summary>What a webhook is sent.</summary>
internal static class WebhookJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Default,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The body as UTF-8. It is the same whenever the message is sent, but for what has ended since.</summary>
    public static byte[] Of(AlertMessage message) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            message.Id,
            message.Severity,
            Alerts = message.Alerts.Select(a => new
            {
                a.Id, a.Alert.Kind, a.Alert.Severity, a.Alert.Title, Message = a.Alert.Words, AccountId = a.Alert.AccountKey, a.Alert.AccountName, OpportunityId = a.Alert.OpportunityKey,
                a.Alert.DecisionId, ReviewId = a.Alert.ReviewKey, a.Alert.Team, a.Alert.People, a.RaisedAt, a.EndedAt,
            }),
        },
        Options);
}
