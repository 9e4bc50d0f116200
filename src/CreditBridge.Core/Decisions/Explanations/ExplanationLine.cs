namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>One line of an explanation.</summary>
/// <param name="Section">Heading that it stands under; lines of one section follow each other.</param>
/// <param name="Text">The line.</param>
public sealed record ExplanationLine(string Section, string Text)
{
    /// <summary>What the line is about, when its text is "label: value" and labels may stand below each other; null otherwise.</summary>
    public string? Label { get; init; }

    /// <summary>Code of UN/EDIFACT 4509 that comes nearest to a reason; null for everything else.</summary>
    public int? EdifactCode { get; init; }
}
