using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Examples;

/// <summary>A case in a policy document: what is given and what has to come out. Examples keep a policy honest while it is changed.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Line">Where it stands in the document.</param>
/// <param name="File">The credit file that its records make.</param>
/// <param name="Given">Values that stand in for what the file says.</param>
/// <param name="Expected">What has to come out.</param>
public sealed record PolicyExample(string Name, int Line, CreditFile File, IReadOnlyDictionary<CreditInput, Reading> Given, IReadOnlyList<Expectation> Expected);

/// <summary>One thing that an example expects.</summary>
/// <param name="What">"score", "limit", "input:dso" and the like.</param>
/// <param name="Value">What has to come out, as written.</param>
/// <param name="Line">Line in the document.</param>
/// <param name="Column">Column in the document.</param>
/// <param name="Path">Path in the document.</param>
public sealed record Expectation(string What, string Value, int Line, int Column, string Path);

/// <summary>What came of an example.</summary>
/// <param name="Example">The example.</param>
/// <param name="Mismatches">What came out differently; empty when all is as expected.</param>
public sealed record ExampleResult(PolicyExample Example, IReadOnlyList<Mismatch> Mismatches)
{
    /// <summary>Whether all is as expected.</summary>
    public bool Passed => Mismatches.Count == 0;
}

/// <summary>Something that came out differently.</summary>
/// <param name="Expected">What was expected.</param>
/// <param name="Actual">What came out.</param>
public sealed record Mismatch(Expectation Expected, string Actual);
