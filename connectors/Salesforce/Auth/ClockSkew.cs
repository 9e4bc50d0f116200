namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>By how much this machine's clock differs from Salesforce's, as the Date header of its answers tells. Assertions are valid for minutes, so that it decides about logins.</summary>
internal sealed class ClockSkew(TimeProvider clock)
{
    /// <summary>Differences up to here are the network's.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    private long? _ticks;

    /// <summary>By how much this machine's clock is ahead; negative when it is behind, null when Salesforce has not been heard yet.</summary>
    public TimeSpan? Ahead => _ticks is { } ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Whether the clocks differ by more than the network explains.</summary>
    public bool IsRelevant => Ahead is { } ahead && ahead.Duration() > Tolerance;

    /// <summary>Salesforce's time: this machine's, put right when the clocks differ.</summary>
    public DateTimeOffset Now => IsRelevant ? clock.GetUtcNow() - Ahead!.Value : clock.GetUtcNow();

    /// <summary>Learns from an answer that has just arrived.</summary>
    public void Hear(HttpResponseMessage answer)
    {
        if (answer.Headers.Date is { } theirs)
            _ticks = (clock.GetUtcNow() - theirs).Ticks;
    }

    /// <summary>The difference in words, such as "420 s behind Salesforce's"; null when there is none to speak of.</summary>
    public string? InWords => IsRelevant ? $"{Math.Abs(Ahead!.Value.TotalSeconds):F0} s {(Ahead > TimeSpan.Zero ? "ahead of" : "behind")} Salesforce's" : null;
}
