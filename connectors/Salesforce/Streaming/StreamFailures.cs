using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>What keeps us from listening, in words. All of them end with the assurance that matters: polling goes on.</summary>
internal static class StreamFailures
{
    private const string PollingGoesOn = "Polling is not affected.";

    /// <summary>A subscription was refused.</summary>
    public static Failure Refused(StreamChannel channel, BayeuxMessage answer)
    {
        var error = ServerText.Clean(answer.Error);
        var (kind, nextStep) = error switch
        {
            _ when error.Contains("limit exceeded", StringComparison.OrdinalIgnoreCase) =>
                (FailureKind.Throttled, "The org's allowance for streaming clients or events is used up; Setup, System Overview shows it. It is tried again every 15 minutes."),
            _ when error.StartsWith("403", StringComparison.Ordinal) =>
                (FailureKind.Configuration, $"Give the integration user View All on {channel.Entity} (permission set CreditBridge_Integration does) and select {channel.Entity} "
                    + "in Setup, Change Data Capture, or deploy deploy/salesforce. It is tried again every 15 minutes."),
            _ => (FailureKind.Configuration,
                "In Setup, Change Data Capture, select Account and Opportunity, or deploy deploy/salesforce. It is tried again every 15 minutes."),
        };
        return new Failure(kind, $"Salesforce refuses to tell of changes of {channel.Entity}: {error}. {PollingGoesOn}", nextStep) { Code = CodeOf(error), Where = channel.Name };
    }

    /// <summary>The org has nothing at the address of the stream.</summary>
    public static Failure NotOffered { get; } = new(FailureKind.Configuration, $"The org offers no stream of changes at this version of the API. {PollingGoesOn}",
        "Nothing to do to live by polling: set ChangeDataCapture to false. Otherwise ask Salesforce support about the Streaming API. It is tried again every 15 minutes.") { Where = "Streaming" };

    /// <summary>A connect was not answered in time, although the server promises to answer it.</summary>
    public static Failure Silent(TimeSpan waited) => new(FailureKind.Transient,
        $"The change stream gave no sign of life for {waited.TotalSeconds:F0} seconds. {PollingGoesOn}",
        "Nothing to do; it connects again. If it lasts, look for a proxy that cuts off or holds back long requests.") { Where = "Streaming", Code = "SILENT" };

    /// <summary>The server answered with an error of the protocol.</summary>
    public static Failure Broken(BayeuxMessage answer)
    {
        var error = ServerText.Clean(answer.Error);
        return new Failure(answer.IsAbout401 ? FailureKind.Authentication : FailureKind.Transient,
            error.Length == 0 ? $"The change stream ended. {PollingGoesOn}" : $"The change stream ended: {error}. {PollingGoesOn}",
            answer.IsAbout401
                ? "Check that the integration user is active and that the app grants the scope 'api'."
                : "Nothing to do; it connects again.") { Where = "Streaming", Code = CodeOf(error) };
    }

    private static string? CodeOf(string error) => error.Split(':')[0] is { Length: > 0 and < 10 } code ? code : null;
}
