using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Abstractions.Sinks;

/// <summary>Writes that wait to be handed to a sink, by urgency.</summary>
/// <param name="Holds">Holds that are set or released.</param>
/// <param name="Deals">Checks of deals.</param>
/// <param name="Others">Everything else.</param>
public sealed record WriteBacklog(long Holds, long Deals, long Others)
{
    /// <summary>All together.</summary>
    public long Total => Holds + Deals + Others;
}

/// <summary>What a sink takes next.</summary>
/// <param name="Records">The most records; 0: none for now.</param>
public sealed record WriteAllowance(int Records)
{
    /// <summary>The least urgent writes that may be among them; more urgent ones may too.</summary>
    public WriteUrgency Least { get; init; } = WriteUrgency.Normal;

    /// <summary>The most urgent writes that may be among them: a slow way for many records leaves the urgent ones to the fast way.</summary>
    public WriteUrgency Most { get; init; } = WriteUrgency.Hold;

    /// <summary>Whether writing takes minutes, so that the caller should go on with other work and let it run beside.</summary>
    public bool IsSlow { get; init; }

    /// <summary>How long the handed-over records should be kept from other workers; null: as usual.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Why not everything may be written now; null when it may.</summary>
    public Failure? HeldBack { get; init; }
}
