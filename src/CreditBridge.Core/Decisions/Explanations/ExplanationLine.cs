namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Who reads an explanation.</summary>
public enum Audience
{
    /// <summary>A sales rep: what it means and what to do; no score internals, no payment ratios.</summary>
    Rep = 0,

    /// <summary>The credit team: everything.</summary>
    Credit,
}

/// <summary>One line of an explanation.</summary>
/// <param name="Section">Heading that it stands under; lines of one section follow each other.</param>
/// <param name="Text">The line.</param>
public sealed record ExplanationLine(string Section, string Text);
