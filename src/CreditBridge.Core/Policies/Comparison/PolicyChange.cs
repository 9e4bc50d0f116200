namespace CreditBridge.Core.Policies.Comparison;

/// <summary>What kind of change it is.</summary>
public enum ChangeKind
{
    /// <summary>A value is another one.</summary>
    Changed = 0,

    /// <summary>Something is new.</summary>
    Added,

    /// <summary>Something is gone.</summary>
    Removed,

    /// <summary>Something stands elsewhere in a list in which the order matters.</summary>
    Moved,
}

/// <summary>A difference between two policy documents, in words.</summary>
/// <param name="Kind">What kind of change it is.</param>
/// <param name="Section">Section of the document, such as "score".</param>
/// <param name="Text">The change in one sentence: "Factor 'past due': the weight rises from 30 to 35."</param>
/// <param name="OldLine">Where it stands in the old document; null when it is new.</param>
/// <param name="NewLine">Where it stands in the new document; null when it is gone.</param>
public sealed record PolicyChange(ChangeKind Kind, string Section, string Text, int? OldLine, int? NewLine);
