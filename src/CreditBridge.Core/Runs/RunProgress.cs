namespace CreditBridge.Core.Runs;

/// <summary>Where a run stands, for people who wait for it.</summary>
/// <param name="Stage">What the run is doing.</param>
/// <param name="What">What exactly: a connection and kind of record, or nothing more.</param>
/// <param name="Done">How many are done.</param>
/// <param name="Total">Of how many; null when nobody knows.</param>
public sealed record RunProgress(RunStage Stage, string What, long Done, long? Total);

/// <summary>The three stages of a cycle, in their order.</summary>
public enum RunStage
{
    /// <summary>Sources are read into the snapshot.</summary>
    Reading,

    /// <summary>Accounts are evaluated.</summary>
    Evaluating,

    /// <summary>Fields are written to the CRM.</summary>
    Writing,
}
