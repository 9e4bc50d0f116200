namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>How long to wait before the next try: longer each time, varied by chance so that many clients do not come back in step.</summary>
/// <param name="random">Numbers from 0 to below 1.</param>
internal sealed class ReconnectPause(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private int _failures;

    /// <summary>Whether nothing has failed since all was well.</summary>
    public bool IsRested => _failures == 0;

    /// <summary>All is well again.</summary>
    public void Rest() => _failures = 0;

    /// <summary>The pause after one more failure: between half and the whole of a time that doubles.</summary>
    public TimeSpan Next()
    {
        var whole = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(_failures++, 20)));
        return whole * (0.5 + (random() / 2));
    }
}
