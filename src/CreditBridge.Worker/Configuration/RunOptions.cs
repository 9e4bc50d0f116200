using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Core.Runs;

namespace CreditBridge.Worker.Configuration;

/// <summary>How much a run takes at a time, and how it repeats what failed.</summary>
public sealed class RunOptions : IChecksItself
{
    /// <summary>Accounts that are evaluated at a time; bounds the memory. Default: 200.</summary>
    [Option("Accounts that are evaluated at a time. More is faster and takes more memory.")]
    [Range(1, 5_000)]
    public int EvaluationBatchSize { get; init; } = 200;

    /// <summary>How long leased accounts stay with one process, in minutes. Default: 5.</summary>
    [Option("Minutes after which accounts that a stopped process had taken for evaluation go to another one.")]
    [Range(1, 1_440)]
    public int EvaluationLeaseMinutes { get; init; } = 5;

    /// <summary>How long leased outbox entries stay with one process, in minutes. Default: 10.</summary>
    [Option("Minutes after which changes that a stopped process was writing to the CRM are written by another one.")]
    [Range(1, 1_440)]
    public int DispatchLeaseMinutes { get; init; } = 10;

    /// <summary>How long the right to read a connection stays with one process, in minutes. Default: 10.</summary>
    [Option("Minutes after which a connection that a stopped process was reading is read by another one.")]
    [Range(1, 1_440)]
    public int ReadLeaseMinutes { get; init; } = 10;

    /// <summary>Pause before a failed write is repeated for the first time, in seconds; it doubles each time. Default: 30.</summary>
    [Option("Seconds before a failed write is repeated for the first time; the pause doubles each time.")]
    [Range(1, 86_400)]
    public int RetryMinSeconds { get; init; } = 30;

    /// <summary>The longest pause between two attempts at a failed write, in seconds. Default: 3600.</summary>
    [Option("The longest pause, in seconds, between two attempts at a failed write.")]
    [Range(1, 86_400)]
    public int RetryMaxSeconds { get; init; } = 3_600;

    /// <summary>The same for the runs, in the name of a process.</summary>
    public RunSettings ToSettings(string holder) => new(holder)
    {
        EvaluationBatchSize = EvaluationBatchSize,
        EvaluationLease = TimeSpan.FromMinutes(EvaluationLeaseMinutes),
        DispatchLease = TimeSpan.FromMinutes(DispatchLeaseMinutes),
        ReadLease = TimeSpan.FromMinutes(ReadLeaseMinutes),
        FirstRetry = TimeSpan.FromSeconds(RetryMinSeconds),
        LongestRetry = TimeSpan.FromSeconds(RetryMaxSeconds),
    };

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (RetryMaxSeconds < RetryMinSeconds)
            yield return (nameof(RetryMaxSeconds), $"{RetryMaxSeconds} is less than {nameof(RetryMinSeconds)} ({RetryMinSeconds}); the longest pause cannot be shorter than the first.");
    }
}
