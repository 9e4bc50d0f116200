using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Resilience;

/// <summary>How calls to other systems over HTTP are timed, repeated and cut off.</summary>
public sealed class TransportOptions
{
    /// <summary>How often a call is sent at most, when repeating it can do no harm. Default: 3.</summary>
    [Option("How often a call is sent at most. Only calls that can be repeated without harm are; every attempt may count against the other system's daily allowance.")]
    [Range(1, 10)]
    public int Attempts { get; init; } = 3;

    /// <summary>How long one attempt may take until the answer begins, in seconds. Default: 120.</summary>
    [Option("Seconds that one attempt may take until the answer begins.")]
    [Range(1, 3_600)]
    public int AttemptTimeoutSeconds { get; init; } = 120;

    /// <summary>Pause before the first repetition, in seconds; it doubles each time, and chance varies it. Default: 1.</summary>
    [Option("Seconds before the first repetition, roughly: the pause doubles each time, and chance varies it so that many nodes do not repeat in step.")]
    [Range(1, 300)]
    public int RetryDelaySeconds { get; init; } = 1;

    /// <summary>The longest pause that is waited out, in seconds. Default: 60.</summary>
    [Option("The longest pause, in seconds, that is waited out within a run. A system that asks for a longer one is left alone until a later run.")]
    [Range(1, 3_600)]
    public int LongestPauseSeconds { get; init; } = 60;

    /// <summary>How long a host that keeps failing is left alone, in seconds. Default: 30.</summary>
    [Option("Seconds for which a host is left alone after nearly all of its answers in the last minute were failures.")]
    [Range(1, 3_600)]
    public int BreakSeconds { get; init; } = 30;
}
