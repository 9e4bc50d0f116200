namespace CreditBridge.Abstractions.Failures;

/// <summary>An expected failure, as data.</summary>
/// <param name="Kind">What the caller has to do next.</param>
/// <param name="Message">What happened, in one sentence for a person; no secrets.</param>
/// <param name="NextStep">What a person can do about it, in one sentence.</param>
public sealed record Failure(FailureKind Kind, string Message, string NextStep)
{
    /// <summary>The other side's own code for it, such as <c>UNABLE_TO_LOCK_ROW</c>; null when it has none.</summary>
    public string? Code { get; init; }

    /// <summary>Where it happened: file and line, record, field or option key; null when the message says all there is.</summary>
    public string? Where { get; init; }

    /// <summary>How long to wait before repeating; only for <see cref="FailureKind.Throttled"/>. Null: the caller chooses.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Names of the fields that the other side complained about, in its own spelling; empty when it named none.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Whether the same request may succeed later without anybody changing anything.</summary>
    public bool MayPass => Kind is FailureKind.Throttled or FailureKind.Transient;

    /// <summary>Everything for a log line or a terminal: where, what, what to do.</summary>
    public override string ToString() => $"{(Where is null ? "" : Where + ": ")}{Message}{(Code is null ? "" : $" ({Code})")} {NextStep}".TrimEnd();
}
