namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Counts the requests that left this process, repetitions by the transport included.</summary>
public sealed class CallMeter
{
    private long _calls;

    /// <summary>Requests so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Counts a request as often as it was sent.</summary>
    public void Count(HttpRequestMessage request) =>
        Interlocked.Add(ref _calls, request.Options.TryGetValue(ConnectionContext.AttemptsKey, out var attempts) ? Math.Max(attempts, 1) : 1);
}
