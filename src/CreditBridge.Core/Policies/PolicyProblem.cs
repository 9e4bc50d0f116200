namespace CreditBridge.Core.Policies;

/// <summary>How serious a problem of a policy is.</summary>
public enum ProblemSeverity
{
    /// <summary>The policy cannot be used.</summary>
    Error = 0,

    /// <summary>The policy can be used; a person should look at it.</summary>
    Warning,
}

/// <summary>A mistake in a policy document.</summary>
/// <param name="File">Name of the document.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Where in the document: "score.factors[2].weight"; empty for the document as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record PolicyProblem(string File, int Line, int Column, string Path, string Message)
{
    /// <summary>How serious it is.</summary>
    public ProblemSeverity Severity { get; init; }

    /// <summary>What was probably meant; null when nobody can tell.</summary>
    public string? Suggestion { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{File}:{Line}:{Column} {(Severity == ProblemSeverity.Error ? "error" : "warning")}{(Path.Length > 0 ? $" in {Path}" : "")}: {Message}{(Suggestion is null ? "" : $" Did you mean '{Suggestion}'?")}";
}

/// <summary>What came of reading a policy document.</summary>
/// <param name="Policy">The policy; null when there is an error.</param>
/// <param name="Problems">Every problem found, in the order of the document.</param>
public sealed record PolicyParseResult(CreditPolicy? Policy, IReadOnlyList<PolicyProblem> Problems);
