namespace CreditBridge.Mapping.Grammar;

/// <summary>The file that is being read: where mistakes are noted, and who listens to what the reader asks for.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Problems">Receives every mistake.</param>
/// <param name="Grammar">Receives every key that the reader knows; null when nobody listens.</param>
/// <param name="Lines">The lines of the text, for the comments in them; empty when nobody listens.</param>
internal sealed record MappingDocument(string File, List<MappingProblem> Problems, MappingGrammar? Grammar, string[] Lines);
