using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>Answer to one part of a Composite request. The body is kept as it came, in UTF-8, and read record by record.</summary>
internal sealed record CompositeAnswer(JsonElement Body, int HttpStatusCode, string? ReferenceId)
{
    /// <summary>Why this part failed; null when it did not. The other parts are not affected.</summary>
    public Failure? Failure => HttpStatusCode is >= 200 and < 300 ? null : new ErrorAnswer((HttpStatusCode)HttpStatusCode, ErrorBody.Decode(Body)).ToFailure();
}
