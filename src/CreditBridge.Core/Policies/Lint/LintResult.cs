using CreditBridge.Core.Policies.Examples;

namespace CreditBridge.Core.Policies.Lint;

/// <summary>Everything that can be said about a policy document without a single account.</summary>
/// <param name="Policy">The policy; null when it has an error that keeps it from being used.</param>
/// <param name="Problems">Errors and warnings in the order of the document. An example that fails is an error: the document contradicts itself.</param>
/// <param name="Examples">What came of the examples.</param>
public sealed record LintResult(CreditPolicy? Policy, IReadOnlyList<PolicyProblem> Problems, IReadOnlyList<ExampleResult> Examples)
{
    /// <summary>Whether there is an error.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == ProblemSeverity.Error);
}
