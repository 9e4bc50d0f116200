namespace CreditBridge.Core.Forecasting;

/// <summary>One deal over time, as forecasts learn from it; independent of where it was read.</summary>
/// <param name="Key">The deal.</param>
/// <param name="Opened">Day on which it came into the pipeline.</param>
/// <param name="Moves">The stages it was put into, in order of days; the first is on the day it was opened. Empty for a source that keeps no stages.</param>
public sealed record DealHistory(string Key, DateOnly Opened, IReadOnlyList<StageMove> Moves)
{
    /// <summary>Day on which it was won or lost; null while it is open.</summary>
    public DateOnly? Closed { get; init; }

    /// <summary>Whether it was won; of no meaning while it is open.</summary>
    public bool IsWon { get; init; }

    /// <summary>Name for people; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>Its account; null for none.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Amount in the currency of the forecast; null when sales named none or no rate leads there.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Day on which sales expects it to close; null when unknown.</summary>
    public DateOnly? ExpectedClose { get; init; }

    /// <summary>Region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Group of analysts that would review it; empty when unknown.</summary>
    public string Team { get; init; } = "";

    /// <summary>Whether credit had to review it when it reached the step; null when that was never decided.</summary>
    public bool? NeededReview { get; init; }
}

/// <summary>A deal was put into a stage.</summary>
/// <param name="Day">Business day of it.</param>
/// <param name="Stage">The stage.</param>
public readonly record struct StageMove(DateOnly Day, string Stage);
