namespace CreditBridge.Mapping.Grammar;

/// <summary>One mistake in a mapping file. A mapping is read to its end, so that all mistakes are shown at once.</summary>
/// <param name="File">Name of the mapping file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">The key it is about, such as <c>records.customers.fields.limit</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What would be right.</param>
public sealed record MappingProblem(string File, int Line, int Column, string Path, string Message, string Suggestion)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}:{Line}:{Column} {Path}: {Message} {Suggestion}";
}
