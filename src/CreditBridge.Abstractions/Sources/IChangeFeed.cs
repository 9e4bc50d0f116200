using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Sources;

/// <summary>
/// Hears of changes as they happen. It only ever hastens the next poll: nothing is taken from it but the news that there is something to read, and polling goes on
/// without it. Lost, repeated and foreign signals therefore do no harm.
/// </summary>
public interface IChangeFeed
{
    /// <summary>How the feed fares.</summary>
    ChangeFeedStatus Status { get; }

    /// <summary>Told when <see cref="Status"/> has changed, apart from times and numbers; must return quickly.</summary>
    event Action<ChangeFeedStatus>? Changed;

    /// <summary>Listens until it is cancelled. It logs in, subscribes, and comes back by itself after every failure; it never throws for what the other system does.</summary>
    /// <param name="heard">Told of every change; must return quickly.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    Task RunAsync(Func<ChangeSignal, ValueTask> heard, CancellationToken cancellationToken);
}

/// <summary>Something changed.</summary>
/// <param name="Kind">What kind of record; null when anything may have.</param>
/// <param name="Keys">Keys of the records; empty when they are not known.</param>
public sealed record ChangeSignal(RecordKind? Kind, IReadOnlyList<string> Keys)
{
    /// <summary>Whether it stands for changes that were not heard of one by one: after a break, or because the other system says so.</summary>
    public bool IsCatchUp { get; init; }
}

/// <summary>How a feed fares.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Since">Since when.</param>
public sealed record ChangeFeedStatus(ChangeFeedState State, DateTimeOffset? Since)
{
    /// <summary>When the other system last gave a sign of life; null before the first.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Changes heard of since the process started.</summary>
    public long Signals { get; init; }

    /// <summary>What is wrong and what to do; null when all is well.</summary>
    public Failures.Failure? Problem { get; init; }
}

/// <summary>Where a feed stands.</summary>
public enum ChangeFeedState
{
    /// <summary>Not listening.</summary>
    Off,

    /// <summary>Logging in or subscribing.</summary>
    Connecting,

    /// <summary>Listening.</summary>
    Listening,

    /// <summary>No sign of life; it tries again.</summary>
    Silent,
}
