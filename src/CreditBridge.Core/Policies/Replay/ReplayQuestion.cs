using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>What a replay is to find out: how the past would have gone under another policy.</summary>
/// <param name="Active">The policy as it is.</param>
/// <param name="Proposed">The policy as it is to be.</param>
/// <param name="Dates">The moments at which both decide, ascending.</param>
/// <param name="Today">The present: what is known by now of what came after each date.</param>
public sealed record ReplayQuestion(CreditPolicy Active, CreditPolicy Proposed, IReadOnlyList<AsOf> Dates, AsOf Today)
{
    /// <summary>How many changed accounts are named, those with the most money first.</summary>
    public int MostNamed { get; init; } = 20;

    /// <summary>How many batches of accounts are worked on at the same time.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}
