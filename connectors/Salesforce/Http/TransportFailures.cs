using System.Text.Json;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>What it means when no proper answer arrives at all.</summary>
internal static class TransportFailures
{
    /// <summary>The failure behind an exception of the transport; null when the exception is something else (a cancellation by the caller, a bug).</summary>
    public static Failure? Explain(Exception exception, string where, TimeSpan timeout, CancellationToken callers) => exception switch
    {
        OperationCanceledException when !callers.IsCancellationRequested => Transient($"Salesforce did not answer within {timeout.TotalSeconds:F0} seconds.", where),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new Failure(FailureKind.Transient, "The host name cannot be resolved.",
            "Check the address in the options, the network and DNS; it is repeated.") { Where = where },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new Failure(FailureKind.Configuration, "No trusted TLS connection can be made.",
            "Check the machine's clock and certificates, and whether a proxy opens TLS connections.") { Where = where },
        HttpRequestException e => Transient($"Salesforce cannot be reached: {ServerText.Clean(e.Message)}.", where),
        IOException => Transient("The connection to Salesforce broke off.", where),
        JsonException => Transient("The answer broke off or is not JSON.", where),
        _ => null,
    };

    private static Failure Transient(string message, string where) =>
        new(FailureKind.Transient, message, "Nothing to do; it is repeated. If it lasts, check the network and status.salesforce.com.") { Where = where };
}
