using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Options;
using CreditBridge.Core.Drift;
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

    /// <summary>What is done about credit fields that somebody typed over in the CRM. Default: they are written again.</summary>
    [Option("What is done when somebody types over a credit field in the CRM: Reassert (it is written again, and reported) or Respect (it stays until our value changes, and is reported).")]
    public DriftMode Drift { get; init; } = DriftMode.Reassert;

    /// <summary>Credit fields for which the other mode of <see cref="Drift"/> holds, by their full canonical names. Default: none.</summary>
    [Option("Credit fields for which the other of the two holds, by their full names.", Example = "Account.NextCreditReview")]
    public IReadOnlyList<string> DriftExceptions { get; init; } = [];

    /// <summary>The same for the runs, in the name of a process.</summary>
    public RunSettings ToSettings(string holder) => new(holder)
    {
        EvaluationBatchSize = EvaluationBatchSize,
        ReadsAhead = true,
        EvaluationLease = TimeSpan.FromMinutes(EvaluationLeaseMinutes),
        DispatchLease = TimeSpan.FromMinutes(DispatchLeaseMinutes),
        ReadLease = TimeSpan.FromMinutes(ReadLeaseMinutes),
        FirstRetry = TimeSpan.FromSeconds(RetryMinSeconds),
        LongestRetry = TimeSpan.FromSeconds(RetryMaxSeconds),
        Drift = new DriftPolicy(Drift, DriftExceptions.Select(n => CreditFields.TryGet(n.Trim(), out var field) ? field : null).OfType<CreditField>().ToHashSet()),
    };

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (RetryMaxSeconds < RetryMinSeconds)
            yield return (nameof(RetryMaxSeconds), $"{RetryMaxSeconds} is less than {nameof(RetryMinSeconds)} ({RetryMinSeconds}); the longest pause cannot be shorter than the first.");
        foreach (var name in DriftExceptions.Where(n => !CreditFields.TryGet(n.Trim(), out _)))
            yield return (nameof(DriftExceptions), $"'{name}' is not a credit field; write its full name, such as {CreditFields.Account.NextReview} or {CreditFields.Opportunity.ReviewDue}.");
    }
}
