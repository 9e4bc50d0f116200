using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Checks;

/// <summary>A row under check, or why it is none.</summary>
/// <param name="Row">The row; null when it is not well formed.</param>
/// <param name="Malformed">What is wrong with it, when it is not.</param>
public readonly record struct CheckedRow(SourceRow? Row, RejectedRecord? Malformed);
