namespace CreditBridge.Core.Decisions;

/// <summary>A score and how it came about.</summary>
/// <param name="Value">The score after rounding.</param>
/// <param name="Steps">Contribution of each factor, in the policy's order.</param>
public sealed record ScoreResult(decimal Value, IReadOnlyList<ScoreStep> Steps)
{
    /// <summary>The lowest score that the missing inputs allow; equal to the value when none is missing.</summary>
    public decimal Lowest { get; init; } = Value;

    /// <summary>The highest score that the missing inputs allow; equal to the value when none is missing.</summary>
    public decimal Highest { get; init; } = Value;
}

/// <summary>Contribution of one factor to a score.</summary>
/// <param name="Factor">Name of the factor.</param>
/// <param name="Input">Value of its input as text; null when missing.</param>
/// <param name="Points">Points on the policy's scale.</param>
/// <param name="WeightPercent">Weight after missing factors were dealt with.</param>
/// <param name="Note">What a person should know, such as "missing; weight given to the other factors"; null otherwise.</param>
public sealed record ScoreStep(string Factor, string? Input, decimal Points, decimal WeightPercent, string? Note = null);

/// <summary>The bands that a score could fall into.</summary>
/// <param name="Lowest">The worst of them.</param>
/// <param name="Highest">The best of them.</param>
public sealed record BandRange(string Lowest, string Highest);

/// <summary>A veto that applied.</summary>
/// <param name="Name">Name of the veto in the policy.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="AtBest">The best band that it leaves; null when it leaves no score at all.</param>
public sealed record AppliedVeto(string Name, string Reason, string? AtBest);

/// <summary>The single input whose knowledge would narrow the score most.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Narrows">By how many points the interval of the score would shrink.</param>
/// <param name="DecidesBand">Whether the band could be told once it is known.</param>
public sealed record MostTelling(string Input, decimal Narrows, bool DecidesBand);
