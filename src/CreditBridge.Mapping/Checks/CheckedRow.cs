using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Checks;

/// <summary>A row under check, or why it is none.</summary>
/// <param name="Row">The row; null when it is not well formed.</param>
/// <param name="Malformed">What is wrong with it, when it is not.</param>
public readonly record struct CheckedRow(SourceRow? Row, RejectedRecord? Malformed)
{
    /// <summary>Whether an answer begins with it that may repeat rows of earlier ones; see <see cref="Sources.RowPage.BeginsAnswer"/>.</summary>
    public bool BeginsAnswer { get; init; }
}
