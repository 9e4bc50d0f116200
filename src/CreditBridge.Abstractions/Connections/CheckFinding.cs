namespace CreditBridge.Abstractions.Connections;

/// <summary>How a probe ended.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but a person should know.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Failed,
}

/// <summary>One thing that a check looked at.</summary>
/// <param name="Subject">What was looked at: "Login", "Account.Credit_Score__c", a file.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Message">What was found, in one sentence.</param>
/// <param name="NextStep">What to do about it; null when nothing.</param>
public sealed record CheckFinding(string Subject, CheckStatus Status, string Message, string? NextStep = null)
{
    /// <summary>
    /// Whether the message asks something that only a person can answer: what a mapping declares is shown with what it does, and nobody but the reader knows whether it is
    /// meant so. A question is no failure, and no warning either.
    /// </summary>
    public bool IsQuestion { get; init; }

    /// <summary>Figures or samples that belong to it; null when there are none.</summary>
    public CheckTable? Table { get; init; }

    /// <summary>As it should be.</summary>
    public static CheckFinding Ok(string subject, string message) => new(subject, CheckStatus.Ok, message);

    /// <summary>Something to be confirmed by a person.</summary>
    public static CheckFinding Question(string subject, string message, string? nextStep = null) => new(subject, CheckStatus.Ok, message, nextStep) { IsQuestion = true };

    /// <summary>Does not work, for the reason that a failure gives.</summary>
    public static CheckFinding Failed(string subject, Failures.Failure failure) => new(subject, CheckStatus.Failed, failure.Message, failure.NextStep);
}

/// <summary>A small table that belongs to a finding: a sample, totals, counts.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Rows, each with one text per column.</param>
public sealed record CheckTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
