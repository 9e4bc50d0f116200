using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Abstractions.Sinks;

/// <summary>What became of one write.</summary>
/// <param name="Target">The record that was to be written.</param>
/// <param name="Failure">Why it was not written; null when it was. <see cref="Failure.MayPass"/> tells whether to repeat it.</param>
public sealed record WriteOutcome(TargetRecord Target, Failure? Failure)
{
    /// <summary>When the other system answered, in its own time; null when it does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the write created the record, as far as the other system says; only for records that we create.</summary>
    public bool IsCreated { get; init; }

    /// <summary>For a record that is gone because it was merged into another: the key of the one that is there now. Null otherwise.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Whether the other system has acknowledged the values.</summary>
    public bool IsDelivered => Failure is null;

    /// <summary>The other system has acknowledged the values.</summary>
    public static WriteOutcome Delivered(TargetRecord target) => new(target, null);

    /// <summary>The values were not written, or nobody knows whether they were.</summary>
    public static WriteOutcome Failed(TargetRecord target, Failure failure) => new(target, failure);
}
