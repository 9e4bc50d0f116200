using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Connectors.Salesforce.Bulk;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Reading;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>Compiled JSON readers and writers of everything that has a fixed shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(CompositeResponse))]
[JsonSerializable(typeof(List<ApiVersion>))]
[JsonSerializable(typeof(ObjectDescription))]
[JsonSerializable(typeof(Watermark))]
[JsonSerializable(typeof(QueryJob))]
[JsonSerializable(typeof(QueryJobRequest))]
[JsonSerializable(typeof(IngestJob))]
[JsonSerializable(typeof(IngestJobSpec))]
[JsonSerializable(typeof(IngestJobState))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SalesforceJson : JsonSerializerContext;

/// <summary>Answer of the token endpoint; what else it says is ignored.</summary>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("instance_url")] string? InstanceUrl,
    [property: JsonPropertyName("id")] string? Id = null);

/// <summary>One version that the org offers.</summary>
internal sealed record ApiVersion(string? Label, string? Version);

/// <summary>Answer of a Composite request.</summary>
internal sealed record CompositeResponse([property: JsonPropertyName("compositeResponse")] List<CompositeAnswer>? Answers);
