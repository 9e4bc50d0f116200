using CreditBridge.Core.Policies.Grammar;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Collects the problems of one document.</summary>
internal sealed class ProblemList(string fileName)
{
    private readonly List<PolicyProblem> _problems = [];

    /// <summary>Gathers which keys are asked for, when somebody wants to know; null otherwise.</summary>
    public PolicyGrammar? Grammar { get; init; }

    /// <summary>Whether the document cannot be used.</summary>
    public bool HasErrors => _problems.Exists(p => p.Severity == ProblemSeverity.Error);

    /// <summary>How many there are so far.</summary>
    public int Count => _problems.Count;

    /// <summary>All problems in the order of the document.</summary>
    public IReadOnlyList<PolicyProblem> InOrder => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    /// <summary>The policy cannot be used.</summary>
    public void Error(PolicyNode node, string path, string message, string? suggestion = null) => Error(node.Line, node.Column, path, message, suggestion);

    /// <summary>The policy cannot be used.</summary>
    public void Error(int line, int column, string path, string message, string? suggestion = null) =>
        _problems.Add(new PolicyProblem(fileName, line, column, path, message) { Suggestion = suggestion });

    /// <summary>The policy can be used; a person should look at it.</summary>
    public void Warning(PolicyNode node, string path, string message) => Warning(node.Line, node.Column, path, message, null);

    /// <summary>The policy can be used; a person should look at it.</summary>
    public void Warning(int line, int column, string path, string message, string? suggestion) =>
        _problems.Add(new PolicyProblem(fileName, line, column, path, message) { Severity = ProblemSeverity.Warning, Suggestion = suggestion });
}
