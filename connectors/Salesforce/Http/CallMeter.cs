using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>Counts what the connection costs: our own calls one by one, and what the org says about everybody's.</summary>
internal sealed class CallMeter
{
    private long _calls;
    private volatile LimitInfo? _limit;

    /// <summary>Our own calls since the process started.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>What the org last said about its limit; null when it has said nothing.</summary>
    public LimitInfo? Limit => _limit;

    /// <summary>The bill so far.</summary>
    public ConnectionUsage Usage => new(Calls) { UsedInPeriod = _limit?.Used, AllowedInPeriod = _limit?.Allowed };

    /// <summary>Counts a request that left this process, as often as the transport sent it. Whether it succeeded does not matter to the org.</summary>
    public void Count(HttpRequestMessage request) =>
        Interlocked.Add(ref _calls, request.Options.TryGetValue(ConnectionContext.AttemptsKey, out var attempts) ? Math.Max(attempts, 1) : 1);

    /// <summary>Takes note of what the org says about its limit.</summary>
    public void Note(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("Sforce-Limit-Info", out var values) && LimitInfo.Parse(string.Join(";", values)) is { } limit)
            _limit = limit;
    }
}
